// What Prometheus would read of a service.
#ifndef OPVANG_TESTS_SUPPORT_SCRAPE_H_
#define OPVANG_TESTS_SUPPORT_SCRAPE_H_

#include <map>
#include <set>
#include <string>

namespace opvang {

struct Scraped {
  // By series, as it is written: `up{job="x"}`.
  std::map<std::string, double> values;
  std::set<std::string> typed, helped;  // Names with a type, with a sentence.

  // Of the series of that name that has all these labels, as they are written:
  // the sum; −1 without any.
  double Sum(const std::string& name,
             const std::set<std::string>& labels = {}) const;
};

// What http://ADDRESS/metrics answers; nothing when nobody does.
Scraped Scrape(const std::string& address);
// The answer to a request, head and body.
std::string HttpGet(const std::string& address, const std::string& path);

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_SCRAPE_H_
