// Numbers of a report as a whole: over time, in comparison, in quality.

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/explain/kinds.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/published.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {
namespace {

constexpr char kInventedRule[] =
    "Wat geheel of deels op een verzonnen cijfer rust.";

int32_t SumOf(const std::vector<FigurePart>& parts) {
  int32_t sum = 0;
  for (const FigurePart& part : parts) sum += part.count;
  return sum;
}

Maybe ExplainInvented(const FigureQuery& query, const pb::MunicipalityRow& row,
                      const QualityMeasure& measure) {
  const auto parts = InventedParts(query.content, row, measure);
  Answer answer(query.content, query.figure, row.display_name(), SumOf(parts),
                FindMetric(measure.metric)->unit);
  answer.Rule(kInventedRule);
  for (const FigurePart& part : parts) {
    answer.Part(part.label, part.count, part.figure);
  }
  return answer.Done();
}

// "quality.asylum.target.illustrative", ".total" or ".percent" of the scope; of

// a municipality its illustrative part.

}  // namespace

Maybe ExplainQuality(const FigureQuery& query) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  if (what.size() != 4) return std::nullopt;
  const std::string name =
      absl::StrCat("#quality.", what[1], ".", what[2], ".");
  for (const pb::DataQuality& quality : query.content.data_quality()) {
    if (quality.duty() != what[1] || quality.figure() != what[2]) continue;
    const auto measures = QualityMeasures();
    const QualityMeasure& measure = *std::find_if(
        measures.begin(), measures.end(), [&](const QualityMeasure& one) {
          return one.duty == quality.duty() && one.figure == quality.figure();
        });
    if (const pb::MunicipalityRow* row = RowOf(query.content, query.resource)) {
      return ExplainInvented(query, *row, measure);
    }
    if (query.resource != query.content.total().subject()) return std::nullopt;
    const Metric& metric = *FindMetric(measure.metric);
    if (what[3] == "total") {
      const bool known =
          ValueOf(query.content.total().figures(), metric).has_value();
      return Answer(query.content, query.figure, DutchFigure(quality),
                    quality.total_count(), metric.unit)
          .Rule("Het totaal van het verslag.")
          .Part(metric.label, quality.total_count(),
                known ? FigureName(query.resource, metric.name) : "")
          .Done();
    }
    Answer answer(query.content, query.figure, DutchFigure(quality),
                  quality.illustrative_count(), metric.unit);
    answer.Rule(kInventedRule);
    if (what[3] == "percent") {
      return answer
          .Part("verzonnen", quality.illustrative_count(),
                absl::StrCat(query.resource, name, "illustrative"))
          .Part("totaal", quality.total_count(),
                absl::StrCat(query.resource, name, "total"))
          .Share(quality.total_count())
          .Done();
    }
    for (const pb::MunicipalityRow& row : query.content.municipalities()) {
      const int32_t count = SumOf(InventedParts(query.content, row, measure));
      if (count == 0) continue;
      answer.Part(row.display_name(), count,
                  absl::StrCat(row.municipality(), name, "illustrative"));
    }
    return answer.Done();
  }
  return std::nullopt;
}

namespace {

// "timeline.2025-07-01.change": by how much the decided places change that day.
Maybe ExplainStepChange(const FigureQuery& query, absl::CivilDay day) {
  const auto& steps = query.content.timeline();
  for (int i = 1; i < steps.size(); ++i) {
    if (DayOf(steps[i].start_date()) != day) continue;
    const auto figure = [&](const pb::TimelineStep& step) {
      return absl::StrCat(query.resource, "#timeline.",
                          FormatDay(DayOf(step.start_date())), ".decided");
    };
    const auto standing = [](const pb::TimelineStep& step) {
      return step.decided_place_count() + step.unknown_start_place_count();
    };
    const int32_t now = standing(steps[i]), before = standing(steps[i - 1]);
    return Answer(query.content, query.figure,
                  absl::StrCat("verandering op ", DutchDay(day)), now - before,
                  "places")
        .Day(steps[i].start_date())
        .Rule("De plekken vanaf die dag min die van de dag ervoor.")
        .Part("vanaf die dag", now, figure(steps[i]))
        .Part("de dag ervoor", -before, figure(steps[i - 1]))
        .Done();
  }
  return std::nullopt;
}

// "timeline.2025-07-01.decided": every location on that day.

}  // namespace

Maybe ExplainTimeline(const FigureQuery& query) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  if (what.size() != 3) return std::nullopt;
  const auto day = ParseDay(what[1]);
  const bool intended = what[2] == "intended";
  const bool unknown_start = what[2] == "unknown_start";
  if (!day.has_value() || query.resource != query.content.total().subject()) {
    return std::nullopt;
  }
  if (what[2] == "change") return ExplainStepChange(query, *day);
  for (const pb::TimelineStep& step : query.content.timeline()) {
    if (DayOf(step.start_date()) != *day) continue;
    Answer answer(query.content, query.figure,
                  absl::StrCat(query.content.scope_display_name(), " op ",
                               DutchDay(*day)),
                  intended        ? step.intended_place_count()
                  : unknown_start ? step.unknown_start_place_count()
                                  : step.decided_place_count(),
                  "places");
    answer.Day(step.start_date());
    answer.Rule(unknown_start
                    ? "De plekken die een bron pas van een latere dag kent, "
                      "zonder te zeggen sinds wanneer zij er zijn."
                    : "De plekken van alle locaties die op die dag staan; "
                      "uitruil en bufferplekken niet meegerekend.");
    for (const pb::MunicipalityRow& row : query.content.municipalities()) {
      for (const pb::Site& site : row.sites()) {
        if (site.quota_rule() == "no") continue;
        const int32_t count = unknown_start ? UnknownStartOn(site, *day)
                                            : PlacesOn(site, *day, intended);
        if (count == 0) continue;
        answer.Part(
            absl::StrCat(row.display_name(), ", ", site.display_name()), count,
            absl::StrCat(site.location(), "#on.", what[1], ".", what[2]));
      }
    }
    return answer.Done();
  }
  return std::nullopt;
}

namespace {

// "comparison.0.stated", as published; ".difference", computed minus published.

}  // namespace

Maybe ExplainComparison(const FigureQuery& query) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  int index = -1;
  if (what.size() != 3 || !absl::SimpleAtoi(what[1], &index) || index < 0 ||
      index >= query.content.comparisons_size() ||
      query.resource != query.content.total().subject()) {
    return std::nullopt;
  }
  const pb::Comparison& one = query.content.comparisons(index);
  const pb::StatedFigure& stated = one.stated();
  const auto answer = [&](int32_t count) {
    Answer made(query.content, query.figure, stated.document(), count,
                "places");
    made.Day(stated.publish_date());
    made.Fact("reporting", stated.subject(), stated.document(),
              stated.place_count(), stated.source(), 0);
    return made;
  };
  if (what[2] == "stated" && stated.has_place_count()) {
    return answer(stated.place_count()).Rule("Zoals gepubliceerd.").Done();
  }
  if (what[2] == "difference" && one.has_difference_place_count()) {
    return answer(one.difference_place_count())
        .Rule("Berekend min gepubliceerd.")
        .Part("berekend", one.computed_place_count(),
              FigureName(stated.subject(), MetricOf(stated)))
        .Part("gepubliceerd", -stated.place_count(),
              absl::StrCat(query.resource, "#comparison.", index, ".stated"))
        .Done();
  }
  return std::nullopt;
}

namespace {

// "previous_quarter.asylum.target_place_count": a figure of another report;

// with

// ".difference" the one of this report minus that.

}  // namespace

Maybe ExplainOther(const FigureQuery& query, absl::string_view role,
                   absl::string_view metric_name) {
  const bool difference = absl::ConsumeSuffix(&metric_name, ".difference");
  const Metric* metric = FindMetric(metric_name);
  const pb::Figures* ours = FiguresOf(query.content, query.resource);
  if (metric == nullptr || ours == nullptr) return std::nullopt;
  const auto answer = [&](const pb::ComparedReport& compared,
                          int32_t count) -> Maybe {
    if (difference) {
      const int32_t now = ValueOf(*ours, *metric).value_or(0);
      return Answer(query.content, query.figure, metric->label, now - count,
                    metric->unit)
          .Rule("Het cijfer van dit verslag min dat van toen.")
          .Part("dit verslag", now, FigureName(query.resource, metric->name))
          .Part(
              "toen", -count,
              FigureName(query.resource, absl::StrCat(role, ".", metric->name)))
          .Done();
    }
    Answer made(query.content, query.figure, metric->label, count,
                metric->unit);
    made.Rule("Zoals dat verslag het cijfer geeft.");
    made.Fact("reporting", compared.report(), compared.content_sha256(), count,
              compared.report(), 0);
    return made.Done();
  };
  for (const pb::ComparedFigures& compared : query.content.compared()) {
    if (RoleWord(compared.compared().role()) != role) continue;
    for (const auto& row : compared.rows()) {
      if (row.subject() == query.resource) {
        return answer(compared.compared(),
                      ValueOf(row.figures(), *metric).value_or(0));
      }
    }
  }
  return std::nullopt;
}

namespace {

// "changes.0.from", ".to", ".difference": a row of what changed since the

// version before, or "plan_differences.0.…" against the plan of a region.

}  // namespace

Maybe ExplainChange(const FigureQuery& query) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  int index = -1;
  if (what.size() != 3 || !absl::SimpleAtoi(what[1], &index)) {
    return std::nullopt;
  }
  const auto& list = what[0] == "changes" ? query.content.changes()
                                          : query.content.plan_differences();
  if (index < 0 || index >= list.size()) return std::nullopt;
  const pb::FigureDifference& one = list[index];
  const Metric& metric = *FindMetric(one.metric());
  const std::string label =
      absl::StrCat(one.display_name(), ": ", metric.label);
  if (what[2] == "difference") {
    Answer answer(query.content, query.figure, label, one.difference_count(),
                  metric.unit);
    answer.Rule("De oorzaken samen; er blijft niets over.");
    for (const auto& part : one.parts()) {
      answer.Part(DutchCause(part.cause()), part.count(), "");
      for (const auto& record : part.records()) {
        answer.Fact("reporting", record.resource(),
                    absl::StrCat(record.display_name(), ": ",
                                 absl::StrJoin(record.changes(), "; ")),
                    record.count(), absl::StrJoin(record.sources(), "; "), 0);
      }
    }
    return answer.Done();
  }
  const bool from = what[2] == "from";
  Answer answer(query.content, query.figure, label,
                from ? one.from_count() : one.to_count(), metric.unit);
  answer.Rule(from ? "Zoals het andere verslag het cijfer geeft."
                   : metric.rule);
  if (!from) {
    answer.Part(metric.label, one.to_count(),
                FigureName(one.subject(), one.metric()));
  }
  return answer.Done();
}

}  // namespace opvang::reporting
