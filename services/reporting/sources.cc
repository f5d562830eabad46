#include "services/reporting/sources.h"

#include <future>
#include <set>
#include <utility>

#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/pages.h"
#include "common/base/resource_name.h"
#include "common/base/status.h"
#include "common/base/trace.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "services/reporting/report_errors.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;
namespace locations = ::nl::opvang::locations::v1;
namespace housing = ::nl::opvang::housing::v1;

constexpr int kPageSize = 1000;

// What a source answers, as ours: refusals pass, anything else is the source
// not being there.
absl::Status Answer(const char* source, const grpc::Status& answered) {
  const absl::Status status = FromGrpc(answered);
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return status;
    default:
      return SourceUnavailable(source, status);
  }
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(const char* source, Stub& stub,
                             absl::Time deadline,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const Request& request) {
  grpc::ClientContext context;
  SetDeadline(context, deadline);
  Response response;
  const absl::Status status =
      Answer(source, (stub.*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

// Asks for page after page at the revision of the first and hands each to
// `take`.
template <typename Stub, typename Request, typename Response, typename Take>
absl::Status AskPages(const char* source, Stub& stub, absl::Time deadline,
                      grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                   const Request&, Response*),
                      Request request, Take take) {
  request.set_page_size(kPageSize);
  return ForEachPage(
      std::move(request),
      [&](const Request& page) {
        return Ask(source, stub, deadline, method, page);
      },
      take);
}

template <typename T>
void AppendAll(const google::protobuf::RepeatedPtrField<T>& from,
               std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

// The revisions that `message` and all it holds were recorded at.
void CollectRevisions(const google::protobuf::Message& message,
                      std::set<int64_t>& revisions) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->cpp_type() ==
        google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        CollectRevisions(reflection.GetMessage(message, field), revisions);
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        CollectRevisions(reflection.GetRepeatedMessage(message, field, i),
                         revisions);
      }
    } else if (field->name() == "revision" ||
               field->name() == "propose_revision") {
      revisions.insert(reflection.GetInt64(message, field));
    }
  }
}

template <typename Messages>
std::set<int64_t> RevisionsIn(const Messages& messages) {
  std::set<int64_t> revisions;
  for (const auto& message : messages) CollectRevisions(message, revisions);
  return revisions;
}

// What one source tells of who recorded what.
struct Trail {
  pb::SourcePin pin;
  std::vector<pb::WriteRecord> writes;
};

// Who recorded `revisions`, and when the pinned one was.
template <typename Request, typename Response, typename Stub>
absl::Status ReadTrail(const char* source, Stub& stub, absl::Time deadline,
                       int64_t pinned, std::set<int64_t> revisions,
                       Trail& trail) {
  trail.pin.set_service(source);
  trail.pin.set_revision(pinned);
  // Of the pinned one only when it was recorded: who wrote it may have written
  // something else.
  const bool told = revisions.count(pinned) > 0;
  revisions.insert(pinned);
  std::vector<int64_t> asked;
  const auto ask = [&]() -> absl::Status {
    Request request;
    request.mutable_revisions()->Add(asked.begin(), asked.end());
    request.set_revision(pinned);
    asked.clear();
    return AskPages(source, stub, deadline, &Stub::ListRevisions, request,
                    [&](const Response& page) {
                      for (const auto& one : page.revisions()) {
                        if (one.revision() == pinned) {
                          *trail.pin.mutable_record_time() = one.record_time();
                          trail.pin.set_chain_sha256(one.chain_sha256());
                          if (!told) continue;
                        }
                        pb::WriteRecord& write = trail.writes.emplace_back();
                        write.set_service(source);
                        write.set_revision(one.revision());
                        *write.mutable_record_time() = one.record_time();
                        write.set_organisation(one.organisation());
                        const std::vector<std::string> method =
                            absl::StrSplit(one.method(), '/');
                        write.set_method(method.back());
                      }
                    });
  };
  for (const int64_t revision : revisions) {
    asked.push_back(revision);
    if (asked.size() == kPageSize) RETURN_IF_ERROR(ask());
  }
  if (!asked.empty()) RETURN_IF_ERROR(ask());
  std::sort(trail.writes.begin(), trail.writes.end(),
            [](const pb::WriteRecord& a, const pb::WriteRecord& b) {
              return a.revision() < b.revision();
            });
  return absl::OkStatus();
}

// The cycle comes first: it holds the days that the other questions need, and
// pins the revision of quotas.
absl::Status ReadCycle(quotas::QuotaService::StubInterface& stub,
                       absl::Time deadline, pb::ReportSpec& spec,
                       Facts& facts) {
  using Stub = quotas::QuotaService::StubInterface;
  quotas::ListCyclesRequest request;
  request.set_revision(spec.quotas_revision());
  ASSIGN_OR_RETURN(const quotas::ListCyclesResponse response,
                   Ask("quotas", stub, deadline, &Stub::ListCycles, request));
  spec.set_quotas_revision(response.revision());
  for (const quotas::Cycle& cycle : response.cycles()) {
    if (cycle.name() != spec.cycle()) continue;
    facts.cycle = cycle;
    return absl::OkStatus();
  }
  return CycleUnknown(spec.cycle(), response.revision());
}

absl::Status ReadObligations(quotas::QuotaService::StubInterface& stub,
                             absl::Time deadline, const pb::ReportSpec& spec,
                             Facts& facts) {
  using Stub = quotas::QuotaService::StubInterface;
  quotas::ListObligationsRequest request;
  request.set_parent(spec.scope());
  request.set_cycle(spec.cycle());
  request.set_half_year(spec.half_year());
  *request.mutable_ukraine_date() = spec.ukraine_date();
  *request.mutable_as_of_date() = spec.as_of_date();
  // A report follows the boundaries of its day.
  *request.mutable_boundaries_date() = spec.as_of_date();
  request.set_revision(spec.quotas_revision());
  return AskPages("quotas", stub, deadline, &Stub::ListObligations, request,
                  [&](const quotas::ListObligationsResponse& page) {
                    AppendAll(page.obligations(), facts.obligations);
                    AppendAll(page.stated_totals(), facts.stated_totals);
                    facts.geography_version = page.geography_version();
                  });
}

absl::Status ReadQuotas(quotas::QuotaService::StubInterface& stub,
                        absl::Time deadline, const pb::ReportSpec& spec,
                        Facts& facts, Trail& trail) {
  using Stub = quotas::QuotaService::StubInterface;
  RETURN_IF_ERROR(ReadObligations(stub, deadline, spec, facts));
  quotas::ListExchangesRequest exchanges;
  exchanges.set_parent(spec.scope());
  exchanges.set_revision(spec.quotas_revision());
  RETURN_IF_ERROR(AskPages("quotas", stub, deadline, &Stub::ListExchanges,
                           exchanges,
                           [&](const quotas::ListExchangesResponse& page) {
                             AppendAll(page.exchanges(), facts.exchanges);
                           }));
  std::set<int64_t> revisions = RevisionsIn(facts.obligations);
  revisions.merge(RevisionsIn(facts.exchanges));
  return ReadTrail<quotas::ListRevisionsRequest, quotas::ListRevisionsResponse>(
      "quotas", stub, deadline, spec.quotas_revision(), std::move(revisions),
      trail);
}

absl::Status ReadCoverage(locations::LocationService::StubInterface& stub,
                          absl::Time deadline, pb::ReportSpec& spec,
                          Facts& facts) {
  using Stub = locations::LocationService::StubInterface;
  locations::ListCoverageRequest coverage;
  coverage.set_parent(spec.scope());
  *coverage.mutable_window_start_date() = facts.cycle.window_start_date();
  *coverage.mutable_window_end_date() = facts.cycle.window_end_date();
  *coverage.mutable_realisation_start_date() =
      facts.cycle.realisation_start_date();
  *coverage.mutable_realisation_end_date() = facts.cycle.realisation_end_date();
  *coverage.mutable_as_of_date() = spec.as_of_date();
  coverage.set_rule_set(spec.rule_set());
  coverage.set_revision(spec.locations_revision());
  return AskPages("locations", stub, deadline, &Stub::ListCoverage, coverage,
                  [&](const locations::ListCoverageResponse& page) {
                    AppendAll(page.coverage(), facts.coverage);
                    facts.rules.assign(page.rules().begin(),
                                       page.rules().end());
                    spec.set_locations_revision(page.revision());
                  });
}

// How long beyond the window places are shown.
constexpr int kMonthsAfterWindow = 3;

// The scope's places over time; the areas of a list come with its first page.
absl::Status ReadTimeline(locations::LocationService::StubInterface& stub,
                          absl::Time deadline, const pb::ReportSpec& spec,
                          Facts& facts) {
  using Stub = locations::LocationService::StubInterface;
  locations::ListTimelinesRequest request;
  request.set_parent(spec.scope());
  *request.mutable_start_date() = facts.cycle.realisation_start_date();
  *request.mutable_end_date() = ToProto(
      MonthsAfter(DayOf(facts.cycle.window_end_date()), kMonthsAfterWindow));
  *request.mutable_as_of_date() = spec.as_of_date();
  request.set_revision(spec.locations_revision());
  request.set_page_size(1);
  ASSIGN_OR_RETURN(
      const locations::ListTimelinesResponse response,
      Ask("locations", stub, deadline, &Stub::ListTimelines, request));
  for (const locations::Timeline& area : response.areas()) {
    if (area.subject() == spec.scope()) facts.timeline = area;
  }
  return absl::OkStatus();
}

// Durable places on the day of the report, where its cycle deducts them.
absl::Status ReadDurable(locations::LocationService::StubInterface& stub,
                         absl::Time deadline, const pb::ReportSpec& spec,
                         Facts& facts) {
  using Stub = locations::LocationService::StubInterface;
  ASSIGN_OR_RETURN(const locations::ListRuleSetsResponse rule_sets,
                   Ask("locations", stub, deadline, &Stub::ListRuleSets,
                       locations::ListRuleSetsRequest()));
  const auto& all = rule_sets.rule_sets();
  if (std::none_of(all.begin(), all.end(), [&](const auto& one) {
        return one.name() == spec.rule_set() && one.deducts_durable();
      })) {
    return absl::OkStatus();
  }
  locations::ListDurableStockRequest request;
  request.set_parent(spec.scope());
  *request.mutable_stock_date() = spec.as_of_date();
  *request.mutable_as_of_date() = spec.as_of_date();
  request.set_rule_set(spec.rule_set());
  request.set_revision(spec.locations_revision());
  return AskPages("locations", stub, deadline, &Stub::ListDurableStock, request,
                  [&](const locations::ListDurableStockResponse& page) {
                    AppendAll(page.stocks(), facts.durable_stocks);
                    facts.durable_rules.assign(page.rules().begin(),
                                               page.rules().end());
                  });
}

absl::Status ReadLocations(locations::LocationService::StubInterface& stub,
                           absl::Time deadline, pb::ReportSpec& spec,
                           Facts& facts, Trail& trail) {
  using Stub = locations::LocationService::StubInterface;
  RETURN_IF_ERROR(ReadCoverage(stub, deadline, spec, facts));
  RETURN_IF_ERROR(ReadTimeline(stub, deadline, spec, facts));
  RETURN_IF_ERROR(ReadDurable(stub, deadline, spec, facts));
  locations::ListReconciliationsRequest reconciliations;
  reconciliations.set_parent(spec.scope());
  *reconciliations.mutable_as_of_date() = spec.as_of_date();
  reconciliations.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(AskPages(
      "locations", stub, deadline, &Stub::ListReconciliations, reconciliations,
      [&](const locations::ListReconciliationsResponse& page) {
        AppendAll(page.reconciliations(), facts.reconciliations);
      }));
  locations::ListUkraineShelterRequest shelter;
  shelter.set_parent(spec.scope());
  *shelter.mutable_as_of_date() = spec.as_of_date();
  shelter.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(
      AskPages("locations", stub, deadline, &Stub::ListUkraineShelter, shelter,
               [&](const locations::ListUkraineShelterResponse& page) {
                 AppendAll(page.municipalities(), facts.shelters);
               }));
  locations::ListLocationsRequest others;
  others.set_parent(spec.scope());
  others.add_kinds("dsl");
  others.add_kinds("kso");
  *others.mutable_as_of_date() = spec.as_of_date();
  others.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(
      AskPages("locations", stub, deadline, &Stub::ListLocations, others,
               [&](const locations::ListLocationsResponse& page) {
                 AppendAll(page.locations(), facts.status_holder_locations);
               }));
  locations::ListNilReturnsRequest nil_returns;
  nil_returns.set_parent(spec.scope());
  *nil_returns.mutable_as_of_date() = spec.as_of_date();
  nil_returns.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(
      AskPages("locations", stub, deadline, &Stub::ListNilReturns, nil_returns,
               [&](const locations::ListNilReturnsResponse& page) {
                 for (const auto& one : page.nil_returns()) {
                   if (one.purpose() ==
                       locations::LocationKind::PURPOSE_STATUS_HOLDERS) {
                     facts.nil_returns.push_back(one);
                   }
                 }
               }));
  locations::ListLocationKindsRequest of_kinds;
  of_kinds.set_revision(spec.locations_revision());
  ASSIGN_OR_RETURN(
      const locations::ListLocationKindsResponse kinds,
      Ask("locations", stub, deadline, &Stub::ListLocationKinds, of_kinds));
  for (const locations::LocationKind& kind : kinds.kinds()) {
    facts.kinds[kind.code()] = kind;
  }
  std::set<int64_t> revisions = RevisionsIn(facts.coverage);
  revisions.merge(RevisionsIn(facts.shelters));
  revisions.merge(RevisionsIn(facts.nil_returns));
  return ReadTrail<locations::ListRevisionsRequest,
                   locations::ListRevisionsResponse>(
      "locations", stub, deadline, spec.locations_revision(),
      std::move(revisions), trail);
}

absl::Status ReadHousing(housing::HousingService::StubInterface& stub,
                         absl::Time deadline, pb::ReportSpec& spec,
                         Facts& facts, Trail& trail) {
  using Stub = housing::HousingService::StubInterface;
  housing::ListBalancesRequest balances;
  balances.set_parent(spec.scope());
  balances.set_half_year(spec.half_year());
  *balances.mutable_as_of_date() = spec.placements_date();
  *balances.mutable_target_date() = spec.as_of_date();
  balances.set_quotas_revision(spec.quotas_revision());
  balances.set_revision(spec.housing_revision());
  RETURN_IF_ERROR(AskPages("housing", stub, deadline, &Stub::ListBalances,
                           balances,
                           [&](const housing::ListBalancesResponse& page) {
                             AppendAll(page.balances(), facts.balances);
                             spec.set_housing_revision(page.revision());
                           }));
  housing::ListHousingPlansRequest plans;
  plans.set_parent(spec.scope());
  plans.set_revision(spec.housing_revision());
  RETURN_IF_ERROR(AskPages("housing", stub, deadline, &Stub::ListHousingPlans,
                           plans,
                           [&](const housing::ListHousingPlansResponse& page) {
                             AppendAll(page.plans(), facts.plans);
                           }));
  housing::ListPlacementsRequest placements;
  placements.set_parent(spec.scope());
  placements.set_half_year(spec.half_year());
  placements.set_revision(spec.housing_revision());
  RETURN_IF_ERROR(AskPages("housing", stub, deadline, &Stub::ListPlacements,
                           placements,
                           [&](const housing::ListPlacementsResponse& page) {
                             AppendAll(page.placements(), facts.placements);
                           }));
  std::set<int64_t> revisions = RevisionsIn(facts.balances);
  revisions.merge(RevisionsIn(facts.plans));
  revisions.merge(RevisionsIn(facts.placements));
  return ReadTrail<housing::ListRevisionsRequest,
                   housing::ListRevisionsResponse>("housing", stub, deadline,
                                                   spec.housing_revision(),
                                                   std::move(revisions), trail);
}

// What those have who lend to the scope from elsewhere.
absl::Status ReadGivers(const Sources& sources, absl::Time deadline,
                        const pb::ReportSpec& spec, Facts& facts) {
  std::set<std::string> givers;
  for (const auto& obligations : facts.obligations) {
    for (const quotas::Transfer& one : obligations.asylum().transfers()) {
      if (!LiesWithin(one.giver(), spec.scope())) givers.insert(one.giver());
    }
  }
  for (const std::string& giver : givers) {
    pb::ReportSpec of_giver = spec;
    of_giver.set_scope(giver);
    Facts found;
    found.cycle = facts.cycle;
    RETURN_IF_ERROR(
        ReadObligations(*sources.quotas, deadline, of_giver, found));
    RETURN_IF_ERROR(
        ReadCoverage(*sources.locations, deadline, of_giver, found));
    facts.giver_obligations.insert(facts.giver_obligations.end(),
                                   found.obligations.begin(),
                                   found.obligations.end());
    facts.giver_coverage.insert(facts.giver_coverage.end(),
                                found.coverage.begin(), found.coverage.end());
  }
  return absl::OkStatus();
}

// The chain of a source at a revision; empty when it has no such revision.
template <typename Request, typename Response, typename Stub>
absl::StatusOr<std::string> ChainAt(const char* source, Stub& stub,
                                    absl::Time deadline, int64_t revision) {
  Request request;
  request.add_revisions(revision);
  const absl::StatusOr<Response> page =
      Ask(source, stub, deadline, &Stub::ListRevisions, request);
  if (absl::IsOutOfRange(page.status())) return "";
  RETURN_IF_ERROR(page.status());
  return page->revisions().empty() ? "" : page->revisions(0).chain_sha256();
}

absl::StatusOr<std::string> ChainOf(const Sources& sources, absl::Time deadline,
                                    const pb::SourcePin& pin) {
  if (pin.service() == "quotas") {
    return ChainAt<quotas::ListRevisionsRequest, quotas::ListRevisionsResponse>(
        "quotas", *sources.quotas, deadline, pin.revision());
  }
  if (pin.service() == "locations") {
    return ChainAt<locations::ListRevisionsRequest,
                   locations::ListRevisionsResponse>(
        "locations", *sources.locations, deadline, pin.revision());
  }
  return ChainAt<housing::ListRevisionsRequest, housing::ListRevisionsResponse>(
      "housing", *sources.housing, deadline, pin.revision());
}

}  // namespace

absl::Status ReadSources(const Sources& sources, absl::Time deadline,
                         pb::ReportSpec& spec, Facts& facts) {
  RETURN_IF_ERROR(ReadCycle(*sources.quotas, deadline, spec, facts));
  // Each fills its own parts of `facts`, its own pin and its own trail: nothing
  // is shared.
  pb::ReportSpec locations_spec = spec, housing_spec = spec;
  Trail quotas_trail, locations_trail, housing_trail;
  const TraceRef trace = CurrentTrace();
  auto from_locations = std::async(std::launch::async, [&] {
    const TraceScope scope(trace);
    return ReadLocations(*sources.locations, deadline, locations_spec, facts,
                         locations_trail);
  });
  auto from_housing = std::async(std::launch::async, [&] {
    const TraceScope scope(trace);
    return ReadHousing(*sources.housing, deadline, housing_spec, facts,
                       housing_trail);
  });
  const absl::Status quotas_status =
      ReadQuotas(*sources.quotas, deadline, spec, facts, quotas_trail);
  const absl::Status locations_status = from_locations.get();
  const absl::Status housing_status = from_housing.get();
  RETURN_IF_ERROR(quotas_status);
  RETURN_IF_ERROR(locations_status);
  RETURN_IF_ERROR(housing_status);
  spec.set_locations_revision(locations_spec.locations_revision());
  spec.set_housing_revision(housing_spec.housing_revision());
  RETURN_IF_ERROR(ReadGivers(sources, deadline, spec, facts));
  for (const Trail* trail : {&quotas_trail, &locations_trail, &housing_trail}) {
    facts.pins.push_back(trail->pin);
    facts.writes.insert(facts.writes.end(), trail->writes.begin(),
                        trail->writes.end());
  }
  return absl::OkStatus();
}

namespace {

// A fact as it is found, before it is known when it was recorded.
struct Found {
  std::string municipality;
  pb::Deadline::Item item;
  int64_t revision;
};

// Adds what was found in a source, with when it was recorded.
template <typename Request, typename Response, typename Stub>
absl::Status AddRecorded(const char* source, Stub& stub, absl::Time deadline,
                         int64_t pinned, const std::vector<Found>& found,
                         std::vector<Arrival>& delivered) {
  std::set<int64_t> revisions;
  for (const Found& one : found) revisions.insert(one.revision);
  Trail trail;
  RETURN_IF_ERROR((ReadTrail<Request, Response>(source, stub, deadline, pinned,
                                                std::move(revisions), trail)));
  std::map<int64_t, google::protobuf::Timestamp> times;
  for (const pb::WriteRecord& write : trail.writes) {
    times[write.revision()] = write.record_time();
  }
  for (const Found& one : found) {
    const auto time = times.find(one.revision);
    if (time == times.end()) continue;
    delivered.push_back({.municipality = one.municipality,
                         .item = one.item,
                         .record_time = time->second,
                         .day = DayAt(ToTime(time->second))});
  }
  return absl::OkStatus();
}

absl::Status ReadDeliveredPlaces(
    locations::LocationService::StubInterface& stub, absl::Time deadline,
    const DeliveredAsked& asked, std::vector<Arrival>& delivered) {
  using Stub = locations::LocationService::StubInterface;
  using Kind = locations::LocationKind;
  locations::ListLocationKindsRequest of_kinds;
  of_kinds.set_revision(asked.locations_revision);
  ASSIGN_OR_RETURN(
      const locations::ListLocationKindsResponse kinds,
      Ask("locations", stub, deadline, &Stub::ListLocationKinds, of_kinds));
  std::map<std::string, Kind::Purpose> purposes;
  for (const Kind& kind : kinds.kinds()) {
    purposes[kind.code()] = kind.purpose();
  }
  locations::ListLocationsRequest of_locations;
  of_locations.set_parent(asked.parent);
  *of_locations.mutable_as_of_date() = ToProto(asked.day);
  of_locations.set_revision(kinds.revision());
  std::map<std::string, pb::Deadline::Item> items;
  RETURN_IF_ERROR(AskPages(
      "locations", stub, deadline, &Stub::ListLocations, of_locations,
      [&](const locations::ListLocationsResponse& page) {
        for (const auto& one : page.locations()) {
          items[one.name()] = purposes[one.kind()] == Kind::PURPOSE_UKRAINE
                                  ? pb::Deadline::ITEM_UKRAINE
                                  : pb::Deadline::ITEM_LOCATIONS;
        }
      }));
  locations::ListPlaceEntriesRequest of_entries;
  of_entries.set_parent(asked.parent);
  of_entries.set_revision(kinds.revision());
  std::vector<Found> found;
  RETURN_IF_ERROR(AskPages(
      "locations", stub, deadline, &Stub::ListPlaceEntries, of_entries,
      [&](const locations::ListPlaceEntriesResponse& page) {
        for (const auto& one : page.place_entries()) {
          const auto item = items.find(one.location());
          if (item == items.end()) continue;
          found.push_back({.municipality = MunicipalityOf(one.location()),
                           .item = item->second,
                           .revision = one.revision()});
        }
      }));
  return AddRecorded<locations::ListRevisionsRequest,
                     locations::ListRevisionsResponse>(
      "locations", stub, deadline, kinds.revision(), found, delivered);
}

absl::Status ReadDeliveredHousing(housing::HousingService::StubInterface& stub,
                                  absl::Time deadline,
                                  const DeliveredAsked& asked,
                                  std::vector<Arrival>& delivered) {
  using Stub = housing::HousingService::StubInterface;
  int64_t revision = 0;
  std::vector<Found> found;
  const auto add = [&](const auto& rows) {
    for (const auto& one : rows) {
      found.push_back({.municipality = MunicipalityOf(one.name()),
                       .item = pb::Deadline::ITEM_HOUSING,
                       .revision = one.revision()});
    }
  };
  housing::ListPlacementsRequest placements;
  placements.set_parent(asked.parent);
  placements.set_revision(asked.housing_revision);
  RETURN_IF_ERROR(AskPages("housing", stub, deadline, &Stub::ListPlacements,
                           placements,
                           [&](const housing::ListPlacementsResponse& page) {
                             revision = page.revision();
                             add(page.placements());
                           }));
  housing::ListHousingPlansRequest plans;
  plans.set_parent(asked.parent);
  plans.set_revision(revision);
  RETURN_IF_ERROR(AskPages("housing", stub, deadline, &Stub::ListHousingPlans,
                           plans,
                           [&](const housing::ListHousingPlansResponse& page) {
                             add(page.plans());
                           }));
  return AddRecorded<housing::ListRevisionsRequest,
                     housing::ListRevisionsResponse>(
      "housing", stub, deadline, revision, found, delivered);
}

}  // namespace

absl::StatusOr<std::vector<Arrival>> ReadDelivered(
    const Sources& sources, absl::Time deadline, const DeliveredAsked& asked) {
  std::vector<Arrival> delivered;
  RETURN_IF_ERROR(
      ReadDeliveredPlaces(*sources.locations, deadline, asked, delivered));
  RETURN_IF_ERROR(
      ReadDeliveredHousing(*sources.housing, deadline, asked, delivered));
  return delivered;
}

absl::StatusOr<std::vector<std::string>> ChangedSources(
    const Sources& sources, absl::Time deadline,
    const google::protobuf::RepeatedPtrField<pb::SourcePin>& pins) {
  std::vector<std::string> changed;
  for (const pb::SourcePin& pin : pins) {
    // Reporting holds itself, and says no chain of it.
    if (pin.chain_sha256().empty()) continue;
    ASSIGN_OR_RETURN(const std::string chain, ChainOf(sources, deadline, pin));
    if (chain == pin.chain_sha256()) continue;
    changed.push_back(
        absl::StrCat(pin.service(), " at revision ", pin.revision()));
  }
  return changed;
}

namespace {

template <typename Request, typename Response, typename Stub>
absl::StatusOr<LogPart> ReadLogOf(Stub& stub, absl::Time deadline,
                                  pb::EventKind kind, int64_t after, int most) {
  ASSIGN_OR_RETURN(const Response answer,
                   Ask(ServiceOf(kind).c_str(), stub, deadline,
                       &Stub::ListRevisions, LogRequest<Request>(after, most)));
  return LogOf(kind, most, answer);
}

}  // namespace

absl::StatusOr<LogPart> ReadLog(const Sources& sources, absl::Time deadline,
                                pb::EventKind kind, int64_t after, int most) {
  if (kind == pb::EVENT_KIND_QUOTAS) {
    return ReadLogOf<quotas::ListRevisionsRequest,
                     quotas::ListRevisionsResponse>(*sources.quotas, deadline,
                                                    kind, after, most);
  }
  if (kind == pb::EVENT_KIND_LOCATIONS) {
    return ReadLogOf<locations::ListRevisionsRequest,
                     locations::ListRevisionsResponse>(
        *sources.locations, deadline, kind, after, most);
  }
  return ReadLogOf<housing::ListRevisionsRequest,
                   housing::ListRevisionsResponse>(*sources.housing, deadline,
                                                   kind, after, most);
}

absl::StatusOr<quotas::Calendar> ReadCalendar(const Sources& sources,
                                              absl::Time deadline,
                                              const std::string& cycle,
                                              absl::CivilDay day) {
  quotas::GetCalendarRequest request;
  request.set_cycle(cycle);
  *request.mutable_as_of_date() = ToProto(day);
  return Ask("quotas", *sources.quotas, deadline,
             &quotas::QuotaService::StubInterface::GetCalendar, request);
}

}  // namespace opvang::reporting
