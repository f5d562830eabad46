#include "services/reporting/compare/compare.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "services/reporting/compare/change.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {
namespace {

using Cause = pb::FigureDifference::Cause;

// Records by cause and resource: in their order, whatever the order of rows.
struct Gathered {
  int32_t count = 0;
  std::map<std::string, pb::FigureDifference::Record> records;
};
using ByCause = std::map<Cause, Gathered>;

void Merge(const pb::FigureDifference::Record& record, int sign,
           const std::string& key, Gathered& to) {
  pb::FigureDifference::Record& mine = to.records[key];
  const int32_t count = mine.count();
  if (mine.resource().empty()) mine = record;
  mine.set_count(count + sign * record.count());
  to.count += sign * record.count();
}

pb::FigureDifference::Record RecordOf(const std::string& resource,
                                      const Change& change) {
  pb::FigureDifference::Record record;
  record.set_resource(resource);
  record.set_display_name(change.display_name);
  record.set_count(change.count);
  for (const std::string& one : change.changes) record.add_changes(one);
  for (const std::string& one : change.sources) record.add_sources(one);
  return record;
}

// The causes of one figure of one municipality; `kFigure` parts take those of
// the other figure with their sign.
class Comparison {
 public:
  Comparison(const Side& from, const Side& to, Cancelled cancelled)
      : from_(from), to_(to), cancelled_(cancelled) {}

  const ByCause& CausesOf(const Metric& metric) {
    const auto known = known_.find(metric.name);
    if (known != known_.end()) return known->second;
    ByCause causes;
    Explain(metric, causes);
    return known_[metric.name] = std::move(causes);
  }

 private:
  using Parts = std::map<std::string, FigurePart>;
  static Parts PartsOn(const Side& side, const Metric& metric) {
    Parts parts;
    if (side.row == nullptr) return parts;
    for (FigurePart& part : PartsOf(side.content, *side.row, metric)) {
      const std::string key = part.key;
      const auto [place, is_new] = parts.emplace(key, part);
      if (!is_new) place->second.count += part.count;
    }
    return parts;
  }

  void Explain(const Metric& metric, ByCause& causes) {
    Parts before = PartsOn(from_, metric), after = PartsOn(to_, metric);
    std::set<std::string> keys;
    for (const auto& [key, part] : before) keys.insert(key);
    for (const auto& [key, part] : after) keys.insert(key);
    std::set<std::string> counted;
    for (const std::string& key : keys) {
      const auto was = before.find(key), is = after.find(key);
      const FigurePart& part = is != after.end() ? is->second : was->second;
      const int32_t difference = (is == after.end() ? 0 : is->second.count) -
                                 (was == before.end() ? 0 : was->second.count);
      if (part.kind == FigurePart::Kind::kFigure) {
        AddOther(key, was != before.end(), is != after.end(), part, difference,
                 causes);
      } else if (difference != 0) {
        Add(part, difference, causes);
        counted.insert(part.resource);
      }
    }
    if (cancelled_ == Cancelled::kLeftOut) return;
    for (const auto& [resource, change] :
         OtherChanges(metric.name, from_, to_)) {
      if (counted.count(resource)) continue;
      Merge(RecordOf(resource, change), 1, resource, causes[change.cause]);
    }
  }

  // The causes of another figure that this one is made of, with its sign; where
  // only one side has it, all of it comes or goes with the cause it has there.
  void AddOther(const std::string& metric, bool was, bool is,
                const FigurePart& part, int32_t difference, ByCause& causes) {
    const ByCause& others = CausesOf(*FindMetric(metric));
    if (was == is || from_.row == nullptr || to_.row == nullptr) {
      for (const auto& [cause, gathered] : others) {
        for (const auto& [key, record] : gathered.records) {
          if (record.count() == 0) continue;
          Merge(record, part.sign, key, causes[cause]);
        }
      }
      return;
    }
    // The figure is there on one side only, because a target is: a shortfall
    // appears with its target.
    if (difference != 0) Add(part, difference, causes);
  }

  void Add(const FigurePart& part, int32_t difference, ByCause& causes) {
    for (const Change& change : ChangesOf(part, difference, from_, to_)) {
      Merge(RecordOf(part.resource, change), 1, part.key, causes[change.cause]);
    }
  }

  const Side& from_;
  const Side& to_;
  const Cancelled cancelled_;
  std::map<absl::string_view, ByCause> known_;
};

std::optional<int32_t> ValueOn(const pb::Figures* figures,
                               const Metric& metric) {
  return figures == nullptr ? std::nullopt : ValueOf(*figures, metric);
}

pb::FigureDifference DifferenceOf(const std::string& subject,
                                  const Metric& metric, const pb::Figures* from,
                                  const pb::Figures* to) {
  pb::FigureDifference difference;
  difference.set_subject(subject);
  difference.set_display_name(DutchName(subject).value_or(subject));
  difference.set_metric(std::string(metric.name));
  const auto was = ValueOn(from, metric), is = ValueOn(to, metric);
  if (was.has_value()) difference.set_from_count(*was);
  if (is.has_value()) difference.set_to_count(*is);
  difference.set_difference_count(is.value_or(0) - was.value_or(0));
  return difference;
}

bool Differs(const pb::FigureDifference& difference) {
  return difference.difference_count() != 0 ||
         difference.has_from_count() != difference.has_to_count();
}

void SetParts(const ByCause& causes, Cancelled cancelled,
              pb::FigureDifference& difference) {
  for (const auto& [cause, gathered] : causes) {
    pb::FigureDifference::Part part;
    part.set_cause(cause);
    part.set_count(gathered.count);
    for (const auto& [key, record] : gathered.records) {
      if (record.count() != 0 || cancelled == Cancelled::kTold) {
        *part.add_records() = record;
      }
    }
    if (!part.records().empty()) *difference.add_parts() = std::move(part);
  }
}

// A municipality in both reports, and the causes of each metric.
struct Compared {
  std::string municipality;
  Side was, is;
  std::vector<ByCause> by_metric;

  bool WasUnder(const std::string& area) const {
    return was.row != nullptr && IsUnder(*was.row, area);
  }
  bool IsNowUnder(const std::string& area) const {
    return is.row != nullptr && IsUnder(*is.row, area);
  }
};

// Those of either report within that area: of `to` first.
std::vector<Compared> MunicipalitiesOf(const pb::ReportContent& from,
                                       const pb::ReportContent& to,
                                       const std::string& within) {
  std::vector<std::string> names;
  std::map<std::string,
           std::pair<const pb::MunicipalityRow*, const pb::MunicipalityRow*>>
      rows;
  const auto take = [&](const pb::ReportContent& content, bool newer) {
    for (const pb::MunicipalityRow& row : content.municipalities()) {
      const auto [place, is_new] = rows.try_emplace(row.municipality());
      if (is_new) names.push_back(row.municipality());
      (newer ? place->second.second : place->second.first) = &row;
    }
  };
  take(to, true);
  take(from, false);
  std::vector<Compared> all;
  for (std::string& name : names) {
    const auto [was, is] = rows[name];
    Compared one{std::move(name), {from, was}, {to, is}, {}};
    if (one.WasUnder(within) || one.IsNowUnder(within)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

std::vector<ByCause> CausesOf(const Side& was, const Side& is,
                              Cancelled cancelled) {
  Comparison comparison(was, is, cancelled);
  std::vector<ByCause> causes;
  for (const Metric& metric : AllMetrics()) {
    causes.push_back(comparison.CausesOf(metric));
  }
  return causes;
}

// The figures of an area: the causes of its municipalities together. One that
// came from another area, or left for it, comes or goes whole.
std::vector<ByCause> SumOver(const std::vector<Compared>& municipalities,
                             const std::string& area, Cancelled cancelled) {
  std::vector<ByCause> sums(AllMetrics().size());
  for (const Compared& one : municipalities) {
    const bool was = one.WasUnder(area), is = one.IsNowUnder(area);
    if (!was && !is) continue;
    std::vector<ByCause> changed;
    if ((!was && one.was.row != nullptr) || (!is && one.is.row != nullptr)) {
      changed =
          CausesOf({one.was.content, was ? one.was.row : nullptr},
                   {one.is.content, is ? one.is.row : nullptr}, cancelled);
    }
    const std::vector<ByCause>& causes =
        changed.empty() ? one.by_metric : changed;
    for (size_t i = 0; i < sums.size(); ++i) {
      for (const auto& [cause, gathered] : causes[i]) {
        for (const auto& [key, record] : gathered.records) {
          if (record.count() == 0) continue;  // Told of the municipality.
          Merge(record, 1, absl::StrCat(one.municipality, "|", key),
                sums[i][cause]);
        }
      }
    }
  }
  return sums;
}

// The areas of either report within `subject`, those of `to` first.
std::vector<std::string> AreasOf(const pb::ReportContent& from,
                                 const pb::ReportContent& to,
                                 const std::string& subject) {
  std::vector<std::string> areas;
  std::set<std::string> seen;
  for (const pb::ReportContent* content : {&to, &from}) {
    ForEachSubject(*content, [&](const std::string& one, const std::string&,
                                 const pb::Figures&) {
      if (FindMunicipalityByName(one) == nullptr && LiesWithin(one, subject) &&
          seen.insert(one).second) {
        areas.push_back(one);
      }
    });
  }
  return areas;
}

}  // namespace

std::vector<pb::FigureDifference> CompareContents(const pb::ReportContent& from,
                                                  const pb::ReportContent& to,
                                                  const std::string& subject,
                                                  Cancelled cancelled) {
  std::vector<Compared> municipalities = MunicipalitiesOf(from, to, subject);
  for (Compared& one : municipalities) {
    one.by_metric = CausesOf(one.was, one.is, cancelled);
  }
  std::vector<pb::FigureDifference> differences;
  const auto add = [&](const std::string& one, const ByCause& by_cause,
                       const Metric& metric, const pb::Figures* was,
                       const pb::Figures* is) {
    pb::FigureDifference difference = DifferenceOf(one, metric, was, is);
    const bool differs = Differs(difference);
    if (!differs && cancelled == Cancelled::kLeftOut) return;
    SetParts(by_cause, cancelled, difference);
    if (!differs && difference.parts().empty()) return;
    differences.push_back(std::move(difference));
  };
  for (const std::string& area : AreasOf(from, to, subject)) {
    const pb::Figures* was = FiguresOf(from, area);
    const pb::Figures* is = FiguresOf(to, area);
    // What only one of both sums up is no difference of what they say.
    if (was == nullptr || is == nullptr) continue;
    const std::vector<ByCause> sums = SumOver(municipalities, area, cancelled);
    size_t i = 0;
    for (const Metric& metric : AllMetrics()) {
      add(area, sums[i++], metric, was, is);
    }
  }
  for (const Compared& one : municipalities) {
    size_t i = 0;
    for (const Metric& metric : AllMetrics()) {
      add(one.municipality, one.by_metric[i++], metric,
          one.was.row == nullptr ? nullptr : &one.was.row->figures(),
          one.is.row == nullptr ? nullptr : &one.is.row->figures());
    }
  }
  return differences;
}

std::vector<pb::FigureDifference> CompareRows(const pb::ReportContent& from,
                                              const pb::ReportContent& to,
                                              const std::string& municipality) {
  return CompareContents(from, to, municipality);
}

}  // namespace opvang::reporting
