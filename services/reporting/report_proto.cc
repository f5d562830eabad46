#include "services/reporting/report_proto.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/calendar.h"
#include "common/municipality.h"
#include "common/resource_name.h"
#include "common/source.h"
#include "google/protobuf/util/json_util.h"

namespace opvang::reporting {
namespace {

constexpr int kTextsMax = 5000;
constexpr int kStatedFiguresMax = 1000;
constexpr int kPlacesMax = 1000000;

// Checks the subject of one row and that it lies within the delivery.
void CheckSubject(const std::string& subject, const std::string& parent,
                  const std::string& field, Violations& violations) {
  if (absl::StartsWith(subject, "municipalities/")) {
    if (CheckMunicipality(subject, field, violations) == nullptr) return;
  } else if (!DutchName(subject).has_value()) {
    violations.Add(field, absl::StrCat("is \"", subject.substr(0, 80),
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
  CheckText(text.title(), {.length_max = 200}, at + ".title", violations);
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
                   absl::StrCat("is \"", figure.percent().substr(0, 20),
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

void CheckSpec(const pb::ReportSpec& spec, const std::string& parent,
               Violations& violations) {
  const std::string at = "report.spec";
  const bool region = absl::StartsWith(parent, "regions/");
  const bool province = absl::StartsWith(parent, "provinces/");
  if (!(region || province) || !DutchName(parent).has_value()) {
    violations.Add("parent", absl::StrCat("is \"", parent.substr(0, 80),
                                          "\"; it must be a region "
                                          "(regions/ijsselland) or province "
                                          "(provinces/pv23)"));
  }
  switch (spec.kind()) {
    case pb::REPORT_KIND_REGIONAL_PLAN:
      if (!region) {
        violations.Add(at + ".kind", "is a regional plan; parent is no region");
      }
      break;
    case pb::REPORT_KIND_PROVINCIAL_REPORT:
      if (!province) {
        violations.Add(at + ".kind",
                       "is a provincial report; parent is no province");
      }
      break;
    default:
      violations.Add(at + ".kind", "is missing or unknown");
  }
  CheckDay(spec.as_of_date(), at + ".as_of_date", violations);
  CheckDay(spec.ukraine_date(), at + ".ukraine_date", violations);
  CheckDay(spec.placements_date(), at + ".placements_date", violations);
  if (!MatchName("cycles/{}", spec.cycle()).has_value()) {
    violations.Add(at + ".cycle",
                   absl::StrCat("is \"", spec.cycle().substr(0, 80),
                                "\"; it must look like "
                                "cycles/2024"));
  }
  CheckText(spec.rule_set(), {.length_max = 60, .required = true},
            at + ".rule_set", violations);
  if (!DaysOfHalfYear(spec.half_year()).has_value()) {
    violations.Add(at + ".half_year",
                   absl::StrCat("is \"", spec.half_year().substr(0, 20),
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
  return violations.ToStatus();
}

absl::StatusOr<pb::Report> ReportToMake(
    const pb::CreateReportRequest& request) {
  Violations violations;
  CheckSpec(request.report().spec(), request.parent(), violations);
  if (!IsId(request.report_id())) {
    violations.Add("report_id",
                   absl::StrCat("is \"", request.report_id().substr(0, 80),
                                "\"; it must be lower-case letters, digits and "
                                "hyphens, starting with a letter"));
  }
  const std::string& superseded = request.report().superseded_report();
  if (!superseded.empty() &&
      !absl::StartsWith(superseded,
                        absl::StrCat(request.parent(), "/reports/"))) {
    violations.Add(
        "report.superseded_report",
        absl::StrCat("is \"", superseded.substr(0, 120),
                     "\"; it must be a report of ", request.parent()));
  }
  RETURN_IF_ERROR(violations.ToStatus());
  pb::Report report;
  report.set_name(
      absl::StrCat(request.parent(), "/reports/", request.report_id()));
  *report.mutable_spec() = request.report().spec();
  report.mutable_spec()->set_scope(request.parent());
  report.set_superseded_report(superseded);
  return report;
}

absl::StatusOr<std::string> ToJson(const pb::ReportContent& content) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(content, &json, options);
  if (!status.ok()) return absl::InternalError("a report does not print");
  return json;
}

}  // namespace opvang::reporting
