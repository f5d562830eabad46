// Whether a report that is made again is the one that was sealed. Pure.
//
// A fault in counting, once found, is mended for all reports that are made from
// then on: the rules have editions, a report tells its own, and one of an
// earlier edition says which figures are counted otherwise now.
#ifndef OPVANG_SERVICES_REPORTING_COMPARE_REMAKE_H_
#define OPVANG_SERVICES_REPORTING_COMPARE_REMAKE_H_

#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The edition that this program counts by.
//   1 (29 November 2026): the days before a closing keep what stood on them;
//     one bed is realised once, whomever it is for; what nobody delivered is
//     unknown; the housing target is that of the report's day; a transfer that
//     was there for the whole window counts after its end too; what rests on an
//     invented step, carry-over or state is invented, what was replaced before
//     the days that count is not; the causes of changes, and what cancels out.
//   2 (29 November 2026): a location that moved is realised once; of a cycle
//     that deducts durable places what is still to realise; what a giver has
//     not to spare, also one from elsewhere; who is coupled and waits; what
//     happened to a transfer, step by step.
//   3 (29 November 2026): what locations were called before, and which of those
//     for status holders or a special group are protected; no figure differs.
//   4 (30 November 2026): where the chain of each source stood; no figure
//     differs.
//   5 (30 November 2026): addresses that are alike are a finding, one address
//     is known in every spelling; a count that was taken back is none.
constexpr int32_t kEdition = 5;

// Whether it is the same and, in Dutch, what was found. `made` holds what is
// made of the same revisions now. Of an earlier edition it is the same when all
// figures are; of an earlier geography when nothing else is different but how
// municipalities are spelt.
struct Remade {
  bool same;
  std::string sentence;
};
Remade RemadeAs(bool same);
Remade CompareRemade(const pb::ReportContent& sealed,
                     const pb::ReportContent& made);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_COMPARE_REMAKE_H_
