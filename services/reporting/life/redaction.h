// Leaves protected locations out of what few may read. Pure.
#ifndef OPVANG_SERVICES_REPORTING_LIFE_REDACTION_H_
#define OPVANG_SERVICES_REPORTING_LIFE_REDACTION_H_

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// A protected location is told apart as "Beschermde locatie 1" of its
// municipality; its name, address and remark are gone, wherever they stood.
// Every count stays. Works on a report and on all that is told of it.
class Redaction {
 public:
  // Hides nothing.
  Redaction() = default;
  // Hides the protected locations of `reports`, but those within `own`; one
  // location is called the same in all of them. Without `own` all are hidden.
  Redaction(const std::vector<const pb::ReportContent*>& reports,
            absl::string_view own);

  bool HidesNothing() const { return shown_.empty(); }
  void Apply(google::protobuf::Message& message) const;
  // The name that was hidden, within the name of a figure.
  std::string Real(const std::string& figure) const;

 private:
  struct Needle {
    std::string hidden, shown;
  };
  void Replace(const std::string& hidden, const std::string& shown);
  std::string Applied(const std::string& text) const;
  void Clear(google::protobuf::Message& message) const;

  // By their first four bytes.
  std::unordered_map<uint32_t, std::vector<Needle>> needles_;
  // What is shown, by hidden resource name.
  struct Shown {
    std::string name;   // ".../locations/beschermd-1"
    std::string label;  // "Beschermde locatie 1"
  };
  std::map<std::string, Shown> shown_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_LIFE_REDACTION_H_
