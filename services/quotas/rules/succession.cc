#include "services/quotas/rules/succession.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

namespace opvang::quotas {
namespace {

// The first day after each municipality that ends.
std::map<std::string, absl::CivilDay> EndsOf(
    const std::vector<pb::Succession>& all) {
  std::map<std::string, absl::CivilDay> ends;
  for (const pb::Succession& one : all) {
    ends.emplace(one.municipality(), DayOf(one.start_date()));
  }
  return ends;
}

// Adds one part of the obligation `ended` to that of its successor.
void TakeOver(const pb::Obligation& ended, int32_t count, int32_t minors,
              const std::string& source, pb::Obligation& successor) {
  const bool amv_known = ended.has_amv_count();
  pb::Obligation::TakenOver& part = *successor.add_taken_over();
  part.set_municipality(ended.subject());
  part.set_quota_count(count);
  if (amv_known) part.set_amv_count(minors);
  part.set_whole_count(ended.quota_count());
  part.set_source(source);
  if (!successor.has_quota_count()) {
    successor.set_quota_count(0);
    successor.set_amv_count(0);
  }
  successor.set_quota_count(successor.quota_count() + count);
  if (amv_known && successor.has_amv_count()) {
    successor.set_amv_count(successor.amv_count() + minors);
  } else {
    successor.clear_amv_count();
  }
}

}  // namespace

std::vector<int32_t> Apportion(int32_t whole,
                               const std::vector<int32_t>& weights,
                               const std::vector<int32_t>& most) {
  const int64_t total =
      std::accumulate(weights.begin(), weights.end(), int64_t{0});
  std::vector<int32_t> parts;
  std::vector<size_t> order;
  int32_t rest = whole;
  for (const int32_t weight : weights) {
    order.push_back(parts.size());
    parts.push_back(static_cast<int32_t>(int64_t{whole} * weight / total));
    rest -= parts.back();
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return int64_t{whole} * weights[a] % total >
           int64_t{whole} * weights[b] % total;
  });
  for (size_t i = 0; rest > 0; ++i) {
    const size_t next = order[i % order.size()];
    if (!most.empty() && parts[next] >= most[next]) continue;
    ++parts[next];
    --rest;
  }
  return parts;
}

std::optional<std::string> FaultIn(const std::vector<pb::Succession>& all) {
  const auto ends = EndsOf(all);
  for (const pb::Succession& one : all) {
    const absl::CivilDay day = DayOf(one.start_date());
    if (day != ends.at(one.municipality())) {
      return absl::StrCat(one.municipality(), " would end twice, on ",
                          FormatDay(ends.at(one.municipality())), " and ",
                          FormatDay(day));
    }
    const auto end = ends.find(one.successor());
    if (end != ends.end() && end->second <= day) {
      return absl::StrCat(one.successor(), " cannot take over from ",
                          one.municipality(), " on ", FormatDay(day),
                          ": it ends itself on ", FormatDay(end->second));
    }
  }
  return std::nullopt;
}

bool HasEnded(const std::string& municipality, absl::CivilDay day,
              const std::vector<pb::Succession>& all) {
  return std::any_of(all.begin(), all.end(), [&](const pb::Succession& one) {
    return one.municipality() == municipality && DayOf(one.start_date()) <= day;
  });
}

std::vector<std::string> WithPredecessors(
    std::vector<std::string> municipalities, absl::CivilDay day,
    const std::vector<pb::Succession>& all) {
  std::set<std::string> known(municipalities.begin(), municipalities.end());
  for (size_t i = 0; i < municipalities.size(); ++i) {
    for (const pb::Succession& one : all) {
      if (one.successor() == municipalities[i] &&
          DayOf(one.start_date()) <= day &&
          known.insert(one.municipality()).second) {
        municipalities.push_back(one.municipality());
      }
    }
  }
  return municipalities;
}

void MoveInto(absl::CivilDay day, const std::vector<pb::Succession>& all,
              std::map<std::string, pb::Obligation>& obligations) {
  std::map<std::tuple<absl::CivilDay, std::string>,
           std::vector<const pb::Succession*>>
      by_end;
  for (const pb::Succession& one : all) {
    const absl::CivilDay start = DayOf(one.start_date());
    if (start <= day) by_end[{start, one.municipality()}].push_back(&one);
  }
  for (const auto& [end, successions] : by_end) {
    const auto found = obligations.find(std::get<1>(end));
    if (found == obligations.end()) continue;
    const pb::Obligation ended = std::move(found->second);
    obligations.erase(found);
    if (!ended.has_quota_count()) continue;
    std::vector<int32_t> weights;
    for (const pb::Succession* one : successions) {
      weights.push_back(one->weight());
    }
    const auto counts = Apportion(ended.quota_count(), weights);
    // Minors are within the total, of each heir too.
    const auto minors = Apportion(ended.amv_count(), weights, counts);
    for (size_t i = 0; i < successions.size(); ++i) {
      pb::Obligation& successor = obligations[successions[i]->successor()];
      if (successor.subject().empty()) {
        successor.set_subject(successions[i]->successor());
        successor.set_duty(ended.duty());
        successor.set_period(ended.period());
      }
      TakeOver(ended, counts[i], minors[i], successions[i]->source(),
               successor);
    }
  }
}

}  // namespace opvang::quotas
