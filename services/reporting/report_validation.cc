#include "services/reporting/report_validation.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "common/base/web_address.h"

namespace opvang::reporting {

void CheckCycle(const std::string& cycle, const std::string& field,
                Violations& violations) {
  if (MatchName("cycles/{}", cycle).has_value()) return;
  violations.Add(field, absl::StrCat("is \"", Excerpt(cycle, 80),
                                     "\"; it must look like cycles/2024"));
}

namespace {

constexpr int kTextsMax = 5000;
constexpr int kStatedFiguresMax = 1000;
constexpr int kDeadlinesMax = 1000;
constexpr size_t kLetterMax = 500;
constexpr int kPlacesMax = 1000000;

// Checks the subject of one row and that it lies within the delivery.
void CheckSubject(const std::string& subject, const std::string& parent,
                  const std::string& field, Violations& violations) {
  if (absl::StartsWith(subject, "municipalities/")) {
    if (CheckMunicipality(subject, field, violations) == nullptr) return;
  } else if (!DutchName(subject).has_value()) {
    violations.Add(field, absl::StrCat("is \"", Excerpt(subject, 80),
                                       "\"; it must be a municipality, region "
                                       "or province"));
    return;
  }
  CheckWithin(subject, parent, field, violations);
}

bool IsPercent(const std::string& text) {
  size_t i = 0;
  while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
  if (i == 0 || i > 4) return false;
  return i == text.size() || (i + 2 == text.size() && text[i] == '.' &&
                              text[i + 1] >= '0' && text[i + 1] <= '9');
}

void CheckOne(const pb::Text& text, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckSubject(text.subject(), parent, at + ".subject", violations);
  if (text.kind() == pb::Text::KIND_UNSPECIFIED ||
      !pb::Text::Kind_IsValid(text.kind())) {
    violations.Add(at + ".kind", "is missing or unknown");
  }
  CheckCount(text.position(), 1, 100, at + ".position", violations);
  CheckDay(text.start_date(), at + ".start_date", violations);
  CheckText(text.title(),
            {.length_max = 200,
             .required =
                 text.kind() == pb::Text::KIND_MEETING && !text.body().empty()},
            at + ".title", violations);
  CheckText(text.body(), {.length_max = 10000, .lines = true}, at + ".body",
            violations);
  CheckSource(text.source(), at + ".source", violations);
}

void CheckOne(const pb::StatedFigure& figure, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckSubject(figure.subject(), parent, at + ".subject", violations);
  if (figure.metric() == pb::StatedFigure::METRIC_UNSPECIFIED ||
      !pb::StatedFigure::Metric_IsValid(figure.metric())) {
    violations.Add(at + ".metric", "is missing or unknown");
  }
  CheckDay(figure.publish_date(), at + ".publish_date", violations);
  if (figure.has_place_count()) {
    CheckCount(figure.place_count(), 0, kPlacesMax, at + ".place_count",
               violations);
  }
  if (!figure.percent().empty() && !IsPercent(figure.percent())) {
    violations.Add(at + ".percent",
                   absl::StrCat("is \"", Excerpt(figure.percent(), 20),
                                "\"; it must be digits with at most one "
                                "decimal, as 93 or 61.1"));
  }
  if (!figure.has_place_count() && figure.percent().empty()) {
    violations.Add(at, "states neither place_count nor percent");
  }
  CheckText(figure.document(), {.length_max = 200, .required = true},
            at + ".document", violations);
  CheckSource(figure.source(), at + ".source", violations);
}

bool IsArea(const std::string& name) {
  return (absl::StartsWith(name, "regions/") ||
          absl::StartsWith(name, "provinces/")) &&
         DutchName(name).has_value();
}

void CheckOne(const pb::Deadline& deadline, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (IsArea(deadline.subject())) {
    CheckWithin(deadline.subject(), parent, at + ".subject", violations);
  } else {
    violations.Add(at + ".subject",
                   absl::StrCat("is \"", Excerpt(deadline.subject(), 80),
                                "\"; it must be a region or province"));
  }
  if (deadline.item() == pb::Deadline::ITEM_UNSPECIFIED ||
      !pb::Deadline::Item_IsValid(deadline.item())) {
    violations.Add(at + ".item", "is missing or unknown");
  }
  CheckCycle(deadline.cycle(), at + ".cycle", violations);
  CheckOptionalDay(deadline.due_date(), at + ".due_date", violations);
  CheckSource(deadline.source(), at + ".source", violations);
}

std::string Key(const pb::Deadline& deadline) {
  return absl::StrCat(deadline.subject(), "|", deadline.item(), "|",
                      deadline.cycle());
}
std::string Key(const pb::Text& text) {
  return absl::StrCat(text.subject(), "|", text.kind(), "|", text.position(),
                      "|", text.start_date().ShortDebugString());
}
std::string Key(const pb::StatedFigure& figure) {
  return absl::StrCat(figure.subject(), "|", figure.metric(), "|",
                      figure.publish_date().ShortDebugString(), "|",
                      figure.document());
}

void CheckPin(int64_t revision, const std::string& field,
              Violations& violations) {
  if (revision < 0) {
    violations.Add(field, absl::StrCat("is ", revision,
                                       "; it must be 0 (now) or a revision"));
  }
}

// Which scopes a kind of report is about.
struct KindOfReport {
  pb::ReportKind kind;
  const char* name;
  bool region, province, country;
};
constexpr KindOfReport kKinds[] = {
    {pb::REPORT_KIND_REGIONAL_PLAN, "a regional plan", true, false, false},
    {pb::REPORT_KIND_PROVINCIAL_REPORT, "a provincial report", false, true,
     false},
    {pb::REPORT_KIND_QUARTERLY, "a quarterly", false, true, true},
};

void CheckKind(const pb::ReportSpec& spec, const std::string& parent,
               Violations& violations) {
  const bool country = parent == "countries/nl";
  if (!country && !IsArea(parent)) {
    violations.Add("parent",
                   absl::StrCat("is \"", Excerpt(parent, 80),
                                "\"; it must be a region (regions/ijsselland), "
                                "a province (provinces/pv23) or countries/nl"));
  }
  for (const KindOfReport& one : kKinds) {
    if (one.kind != spec.kind()) continue;
    const bool fits = country                                ? one.country
                      : absl::StartsWith(parent, "regions/") ? one.region
                                                             : one.province;
    if (!fits && (country || IsArea(parent))) {
      violations.Add("report.spec.kind",
                     absl::StrCat("is ", one.name, "; parent is ", parent));
    }
    return;
  }
  violations.Add("report.spec.kind", "is missing or unknown");
}

void CheckQuarter(const pb::ReportSpec& spec, absl::CivilDay as_of,
                  Violations& violations) {
  const std::string at = "report.spec.quarter";
  if (spec.kind() != pb::REPORT_KIND_QUARTERLY) {
    if (!spec.quarter().empty()) {
      violations.Add(at, "is set; only a quarterly has one");
    }
    return;
  }
  const std::optional<Period> days = DaysOfQuarter(spec.quarter());
  if (!days.has_value()) {
    violations.Add(at, absl::StrCat("is \"", Excerpt(spec.quarter(), 20),
                                    "\"; it must look like 2025-q1"));
  } else if (as_of < days->start || as_of >= MonthsAfter(days->start, 6)) {
    violations.Add(
        "report.spec.as_of_date",
        absl::StrCat("is ", FormatDay(as_of), "; it must be a day of ",
                     spec.quarter(), " or of the quarter after"));
  }
}

void CheckSpec(const pb::ReportSpec& spec, const std::string& parent,
               Violations& violations) {
  const std::string at = "report.spec";
  CheckKind(spec, parent, violations);
  const size_t before = violations.all().size();
  const absl::CivilDay as_of =
      CheckDay(spec.as_of_date(), at + ".as_of_date", violations);
  const absl::CivilDay placements =
      CheckDay(spec.placements_date(), at + ".placements_date", violations);
  if (violations.all().size() == before && placements > as_of) {
    violations.Add(
        at + ".placements_date",
        absl::StrCat("is ", FormatDay(placements),
                     "; it must not lie after as_of_date, ", FormatDay(as_of)));
  }
  CheckQuarter(spec, as_of, violations);
  CheckDay(spec.ukraine_date(), at + ".ukraine_date", violations);
  CheckCycle(spec.cycle(), at + ".cycle", violations);
  CheckText(spec.rule_set(), {.length_max = 60, .required = true},
            at + ".rule_set", violations);
  if (!DaysOfHalfYear(spec.half_year()).has_value()) {
    violations.Add(at + ".half_year",
                   absl::StrCat("is \"", Excerpt(spec.half_year(), 20),
                                "\"; it must look like 2024-h2"));
  }
  CheckPin(spec.quotas_revision(), at + ".quotas_revision", violations);
  CheckPin(spec.locations_revision(), at + ".locations_revision", violations);
  CheckPin(spec.housing_revision(), at + ".housing_revision", violations);
  CheckPin(spec.reporting_revision(), at + ".reporting_revision", violations);
}

}  // namespace

absl::Status CheckDelivery(const pb::DeliverTextsRequest& request) {
  Violations violations;
  if (!DutchName(request.parent()).has_value()) {
    CheckParent(request.parent(), "parent", violations);
  }
  const auto check = [&](const auto& row, const std::string& at) {
    CheckOne(row, request.parent(), at, violations);
  };
  const auto key = [](const auto& row) { return Key(row); };
  CheckRows(request.texts(), "texts", kTextsMax, violations, check, key);
  CheckRows(request.stated_figures(), "stated_figures", kStatedFiguresMax,
            violations, check, key);
  CheckRows(request.deadlines(), "deadlines", kDeadlinesMax, violations, check,
            key);
  return violations.ToStatus();
}

absl::StatusOr<pb::Report> ReportToMake(
    const pb::CreateReportRequest& request) {
  Violations violations;
  CheckSpec(request.report().spec(), request.parent(), violations);
  if (!IsId(request.report_id())) {
    violations.Add("report_id",
                   absl::StrCat("is \"", Excerpt(request.report_id(), 80),
                                "\"; it must be lower-case letters, digits and "
                                "hyphens, starting with a letter"));
  }
  const std::string& superseded = request.report().superseded_report();
  if (!superseded.empty() &&
      !absl::StartsWith(superseded,
                        absl::StrCat(request.parent(), "/reports/"))) {
    violations.Add("report.superseded_report",
                   absl::StrCat("is \"", Excerpt(superseded, 120),
                                "\"; it must be a report of ",
                                Excerpt(request.parent(), 80)));
  }
  CheckLetter(request.report().change_reason(), !superseded.empty(),
              "report.change_reason", violations);
  if (superseded.empty() && !request.report().change_reason().empty()) {
    violations.Add("report.change_reason",
                   "is set; it goes with superseded_report");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  pb::Report report;
  report.set_name(
      absl::StrCat(request.parent(), "/reports/", request.report_id()));
  *report.mutable_spec() = request.report().spec();
  report.mutable_spec()->set_scope(request.parent());
  report.mutable_spec()->clear_compared_reports();
  report.set_superseded_report(superseded);
  report.set_change_reason(request.report().change_reason());
  if (request.report().has_embargo_time()) {
    *report.mutable_embargo_time() = request.report().embargo_time();
  }
  return report;
}

void CheckLetter(const std::string& letter, bool required,
                 const std::string& field, Violations& violations) {
  CheckText(letter, {.length_max = kLetterMax, .required = required}, field,
            violations);
}

void CheckEmbargo(bool has, const google::protobuf::Timestamp& embargo_time,
                  absl::Time now, const std::string& field,
                  Violations& violations) {
  if (!has) return;
  const absl::Time until = absl::FromUnixSeconds(embargo_time.seconds());
  if (until <= now || until > absl::FromCivil(absl::CivilDay(2200, 1, 1),
                                              absl::UTCTimeZone())) {
    violations.Add(
        field, absl::StrCat("is ", absl::FormatTime(until, absl::UTCTimeZone()),
                            "; it must lie in the future"));
  }
}

void CheckSubjectAsked(const std::string& subject, absl::string_view kinds,
                       Violations& violations) {
  if (subject.empty() || DutchName(subject).has_value()) return;
  violations.Add("subject", absl::StrCat("is \"", Excerpt(subject, 80),
                                         "\"; it must be a ", kinds));
}

void CheckEventsAsked(const std::string& scope,
                      const google::protobuf::RepeatedField<int>& kinds,
                      const Positions& after, const std::string& prefix,
                      Violations& violations) {
  if (!DutchName(scope).has_value()) {
    violations.Add(prefix + "scope",
                   absl::StrCat("is \"", Excerpt(scope, 80),
                                "\"; it must be a municipality, region, "
                                "province or countries/nl"));
  }
  CheckSize(kinds.size(), static_cast<int>(kEventKinds.size()),
            prefix + "kinds", violations);
  for (int i = 0; i < kinds.size(); ++i) {
    const std::string field = absl::StrCat(prefix, "kinds[", i, "]");
    if (kinds[i] == pb::EVENT_KIND_UNSPECIFIED ||
        !pb::EventKind_IsValid(kinds[i])) {
      violations.Add(field, "is missing or unknown");
    } else if (std::count(kinds.begin(), kinds.begin() + i, kinds[i]) > 0) {
      violations.Add(field, "is there twice");
    }
  }
  for (const pb::EventKind kind : kEventKinds) {
    if (after[kind] >= 0) continue;
    violations.Add(
        absl::StrCat(prefix, ServiceOf(kind), "_revision"),
        absl::StrCat("is ", after[kind], "; it must be 0 (now) or a revision"));
  }
}

absl::Status CheckSubscription(const pb::CreateSubscriptionRequest& request) {
  const pb::Subscription& asked = request.subscription();
  Violations violations;
  CheckEventsAsked(asked.scope(), asked.kinds(), PositionsIn(asked),
                   "subscription.", violations);
  if (!ParseWebAddress(asked.address()).has_value()) {
    violations.Add("subscription.address",
                   absl::StrCat("is \"", Excerpt(asked.address(), 80),
                                "\"; it must be an https address of at most ",
                                kWebAddressMax,
                                " characters, without a user, a password or a "
                                "fragment"));
  }
  return violations.ToStatus();
}

absl::Status CheckEnd(const pb::EndSubscriptionRequest& request) {
  Violations violations;
  CheckText(request.reason(), {.length_max = 500, .required = true}, "reason",
            violations);
  return violations.ToStatus();
}

}  // namespace opvang::reporting
