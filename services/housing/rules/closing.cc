#include "services/housing/rules/closing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

namespace opvang::housing {
namespace {

using Cause = pb::Closing::Cause;

// Parts told one by one; what is beyond them is one part.
constexpr int kPartsMax = 200;

bool Counts(const std::string& code, const Kinds& kinds) {
  const auto kind = kinds.find(code);
  return kind != kinds.end() && kind->second.counts();
}

// Collects the parts of one cause.
class CauseOf {
 public:
  explicit CauseOf(Cause::Kind kind) { cause_.set_kind(kind); }

  void Add(Cause::Part part) {
    if (part.person_count() == 0) return;
    cause_.set_person_count(cause_.person_count() + part.person_count());
    if (cause_.parts_size() < kPartsMax) {
      *cause_.add_parts() = std::move(part);
      return;
    }
    rest_.set_person_count(rest_.person_count() + part.person_count());
    ++rest_count_;
  }

  // Nothing without a part; parts may cancel out and are told all the same.
  void MoveTo(pb::Closing& closing) {
    if (cause_.parts().empty()) return;
    if (rest_count_ > 0) {
      rest_.set_explanation(absl::StrCat("en nog ", rest_count_));
      *cause_.add_parts() = std::move(rest_);
    }
    *closing.add_causes() = std::move(cause_);
  }

 private:
  Cause cause_;
  Cause::Part rest_;
  int rest_count_ = 0;
};

template <typename Event>
Cause::Part PartOf(const Event& event, const google::type::Date& date,
                   int persons) {
  Cause::Part part;
  part.set_name(event.name());
  part.set_person_count(persons);
  *part.mutable_part_date() = date;
  part.set_source(event.source());
  part.set_revision(event.revision());
  return part;
}

// What was recorded after the closing.
void AddEvents(const Side& at_closing, const Side& now, HalfYear half_year,
               pb::Closing& closing) {
  CauseOf late(Cause::KIND_LATE_REGISTRATION);
  CauseOf correction(Cause::KIND_CORRECTION);
  CauseOf move(Cause::KIND_MOVE);
  for (const pb::Placement& one : now.book->placements) {
    if (one.revision() <= at_closing.revision ||
        !half_year.Days().Contains(DayOf(one.placement_date())) ||
        !Counts(one.kind(), *now.kinds)) {
      continue;
    }
    (one.corrected_placement().empty() ? late : correction)
        .Add(PartOf(one, one.placement_date(), one.person_count()));
  }
  for (const pb::Move& one : now.book->moves) {
    if (one.revision() <= at_closing.revision ||
        !half_year.Days().Contains(DayOf(one.move_date()))) {
      continue;
    }
    move.Add(PartOf(one, one.move_date(),
                    BroughtTo(now.book->municipality, one).persons));
  }
  late.MoveTo(closing);
  correction.MoveTo(closing);
  move.MoveTo(closing);
}

// What was on record at the closing and is read otherwise now.
void AddKinds(const Side& at_closing, const Side& now, HalfYear half_year,
              pb::Closing& closing) {
  CauseOf cause(Cause::KIND_READ_OTHERWISE);
  const auto record = at_closing.book->half_years.find(half_year);
  if (record == at_closing.book->half_years.end()) return;
  for (const auto& [code, heads] : record->second.placed) {
    const int change = static_cast<int>(Counts(code, *now.kinds)) -
                       static_cast<int>(Counts(code, *at_closing.kinds));
    Cause::Part part;
    part.set_name(code);
    part.set_person_count(change * heads.persons);
    const auto kind = now.kinds->find(code);
    if (kind != now.kinds->end()) {
      part.set_source(kind->second.source());
      part.set_revision(kind->second.revision());
    }
    part.set_explanation(change > 0 ? "telt nu mee" : "telt nu niet mee");
    cause.Add(std::move(part));
  }
  cause.MoveTo(closing);
}

void AddTarget(const pb::Balance& before, const pb::Balance& now,
               pb::Closing& closing) {
  CauseOf cause(Cause::KIND_TARGET_CHANGED);
  Cause::Part part;
  part.set_person_count(before.target_person_count() -
                        now.target_person_count());
  part.set_explanation(absl::StrCat("opgave ", before.target_person_count(),
                                    ", nu ", now.target_person_count()));
  if (!now.target_steps().empty()) {
    const pb::TargetStep& step = *now.target_steps().rbegin();
    part.set_name(step.origin());
    *part.mutable_part_date() = step.start_date();
    part.set_source(step.source());
  }
  cause.Add(std::move(part));
  cause.MoveTo(closing);
}

void AddCarried(const pb::Balance& before, const pb::Balance& now,
                HalfYear half_year, pb::Closing& closing) {
  CauseOf cause(Cause::KIND_CARRIED_CHANGED);
  Cause::Part part;
  part.set_name((half_year - 1).Name());
  part.set_person_count(now.opening_person_count() -
                        before.opening_person_count());
  part.set_explanation(absl::StrCat("meegenomen ",
                                    before.opening_person_count(), ", nu ",
                                    now.opening_person_count()));
  part.set_source(now.opening_source());
  cause.Add(std::move(part));
  cause.MoveTo(closing);
}

}  // namespace

pb::Closing ClosingOf(const Side& at_closing, const Side& now) {
  const pb::Balance& before = *at_closing.balance;
  const pb::Balance& after = *now.balance;
  const HalfYear half_year = *HalfYear::Parse(after.half_year());
  pb::Closing closing;
  closing.set_municipality(after.municipality());
  closing.set_half_year(after.half_year());
  *closing.mutable_at_closing() = before;
  *closing.mutable_now() = after;
  closing.set_realised_difference_person_count(after.realised_person_count() -
                                               before.realised_person_count());
  AddEvents(at_closing, now, half_year, closing);
  AddKinds(at_closing, now, half_year, closing);
  if (before.has_balance_person_count() && after.has_balance_person_count()) {
    closing.set_difference_person_count(after.balance_person_count() -
                                        before.balance_person_count());
    AddTarget(before, after, closing);
    AddCarried(before, after, half_year, closing);
  }
  return closing;
}

}  // namespace opvang::housing
