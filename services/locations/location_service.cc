#include "services/locations/location_service.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "common/db/ledger.h"
#include "common/db/named.h"
#include "common/net/reply.h"
#include "common/service/audit.h"
#include "common/service/pagination.h"
#include "common/service/update_mask.h"
#include "services/locations/location_access.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_loader.h"
#include "services/locations/location_query.h"
#include "services/locations/location_store.h"
#include "services/locations/location_validation.h"
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/rule_set.h"

namespace opvang::locations {
namespace {

constexpr absl::string_view kMutable[] = {
    "display_name", "kind",         "operator",         "address",
    "coa_number",   "participants", "quality_level",    "special_group",
    "remark",       "source",       "address_protected"};
constexpr absl::string_view kIgnored[] = {
    "name",        "state",         "etag", "objection_count",
    "state_entry", "term_end_date", "stage"};

std::vector<std::string> CoaNumbersOf(
    const std::vector<pb::Location>& locations) {
  std::vector<std::string> numbers;
  for (const pb::Location& location : locations) {
    if (!location.coa_number().empty()) {
      numbers.push_back(location.coa_number());
    }
  }
  return numbers;
}

// `violations` are what was wrong already.
absl::Status CheckDescription(Transaction& tx, const pb::Location& location,
                              Violations violations) {
  ASSIGN_OR_RETURN(const std::vector<pb::LocationKind> kinds, ListKinds(tx));
  CheckLocation(location, "location", violations);
  CheckKind(kinds, location, "location", violations);
  ASSIGN_OR_RETURN(std::vector<pb::PlaceEntry> entries,
                   opvang::locations::ListPlaceEntries(
                       tx, {MunicipalityOf(location.name())}));
  std::erase_if(entries, [&](const pb::PlaceEntry& entry) {
    return entry.location() != location.name();
  });
  for (const pb::LocationKind& kind : kinds) {
    if (kind.code() != location.kind()) continue;
    CheckGroups(kind, entries, "location.kind", violations);
  }
  ASSIGN_OR_RETURN(auto coa_numbers,
                   FindCoaNumbers(tx, CoaNumbersOf({location})));
  CheckCoaNumber(location, "location", coa_numbers, violations);
  return violations.ToStatus();
}

// The fields at `paths` of `from`, put into `to`.
void Overwrite(const pb::Location& from, const std::vector<std::string>& paths,
               pb::Location& to) {
  for (const std::string& path : paths) {
    const auto* field = pb::Location::descriptor()->FindFieldByName(path);
    pb::Location part;
    part.CopyFrom(from);
    to.GetReflection()->ClearField(&to, field);
    part.GetReflection()->SwapFields(&part, &to, {field});
  }
}

absl::StatusOr<absl::CivilDay> DayOrToday(const google::type::Date& date,
                                          const Clock& clock) {
  Violations violations;
  const auto day = CheckOptionalDay(date, "as_of_date", violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return day.value_or(clock.Today());
}

}  // namespace

LocationService::LocationService(Database& db, const Clock& clock,
                                 Organisations& organisations)
    : ServiceBase(db, clock, organisations, kRights,
                  pb::LocationService::service_full_name()) {}

grpc::Status LocationService::CreateLocation(
    grpc::ServerContext* context, const pb::CreateLocationRequest* request,
    pb::Location* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call) -> absl::StatusOr<pb::Location> {
        pb::Location location = request->location();
        location.set_name(absl::StrCat(request->parent(), "/locations/",
                                       request->location_id()));
        Violations violations;
        CheckMunicipality(request->parent(), "parent", violations);
        if (!IsId(request->location_id())) {
          violations.Add("location_id",
                         "must be lower-case letters, digits and "
                         "hyphens, starting with a letter");
        }
        for (const absl::string_view path : kIgnored) {
          if (path != "name")
            Overwrite(pb::Location(), {std::string(path)}, location);
        }
        return Write<pb::Location>(
            db_, clock_, call, *request,
            [&](Transaction& tx) -> absl::StatusOr<pb::Location> {
              RETURN_IF_ERROR(CheckDescription(tx, location, violations));
              ASSIGN_OR_RETURN(
                  const auto existing,
                  FindNamed(opvang::locations::ListLocations(
                                tx, {request->parent()}, clock_.Today()),
                            location.name()));
              if (existing.has_value()) return LocationExists(location.name());
              RETURN_IF_ERROR(AppendLocations(tx, {location}));
              location.set_etag(Etag(tx.revision()));
              return location;
            });
      });
}

grpc::Status LocationService::GetLocation(grpc::ServerContext* context,
                                          const pb::GetLocationRequest* request,
                                          pb::Location* response) {
  return Handle(*context, *request, response,
                [&](const Call& call) -> absl::StatusOr<pb::Location> {
                  ASSIGN_OR_RETURN(const absl::CivilDay day,
                                   DayOrToday(request->as_of_date(), clock_));
                  return Read<pb::Location>(
                      db_, call, request->revision(),
                      [&](Transaction& tx) -> absl::StatusOr<pb::Location> {
                        ASSIGN_OR_RETURN(
                            KnownLocation known,
                            FindSeen(tx, call.caller, request->name(), day));
                        Redact(call.caller, known);
                        return std::move(known.location);
                      });
                });
}

grpc::Status LocationService::ListLocations(
    grpc::ServerContext* context, const pb::ListLocationsRequest* request,
    pb::ListLocationsResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          const Page& page) -> absl::StatusOr<pb::ListLocationsResponse> {
        ASSIGN_OR_RETURN(const absl::CivilDay day,
                         DayOrToday(request->as_of_date(), clock_));
        Violations violations;
        const auto names =
            NamesOf(CheckParent(request->parent(), "parent", violations));
        RETURN_IF_ERROR(violations.ToStatus());
        return Read<pb::ListLocationsResponse>(
            db_, call, page.revision,
            [&](Transaction& tx) -> absl::StatusOr<pb::ListLocationsResponse> {
              ASSIGN_OR_RETURN(auto by_municipality,
                               LoadSnapshot(tx, names, day));
              std::vector<KnownLocation> locations;
              for (auto& [name, here] : by_municipality) {
                std::move(here.begin(), here.end(),
                          std::back_inserter(locations));
              }
              pb::ListLocationsResponse list;
              list.set_revision(tx.revision());
              for (KnownLocation& known : locations) {
                pb::Location& location = known.location;
                const bool wanted =
                    request->kinds().empty() ||
                    std::find(request->kinds().begin(), request->kinds().end(),
                              location.kind()) != request->kinds().end();
                if (!wanted || location.name() <= page.after ||
                    IsHidden(location, call.caller)) {
                  continue;
                }
                if (list.locations_size() == page.size) {
                  list.set_next_page_token(
                      NextPageToken(*request, tx.revision(),
                                    list.locations().rbegin()->name()));
                  break;
                }
                Redact(call.caller, known);
                *list.add_locations() = std::move(location);
              }
              return list;
            });
      });
}

grpc::Status LocationService::UpdateLocation(
    grpc::ServerContext* context, const pb::UpdateLocationRequest* request,
    pb::Location* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call) -> absl::StatusOr<pb::Location> {
        ASSIGN_OR_RETURN(
            const std::vector<std::string> paths,
            PathsToUpdate(request->location(), request->update_mask(), kMutable,
                          kIgnored));
        return Write<pb::Location>(
            db_, clock_, call, *request,
            [&](Transaction& tx) -> absl::StatusOr<pb::Location> {
              ASSIGN_OR_RETURN(
                  KnownLocation seen,
                  FindSeen(tx, call.caller, request->location().name(),
                           clock_.Today()));
              pb::Location found = std::move(seen.location);
              RETURN_IF_ERROR(
                  CheckEtag(request->location().etag(), found.etag()));
              Overwrite(request->location(), paths, found);
              RETURN_IF_ERROR(CheckDescription(tx, found, Violations()));
              RETURN_IF_ERROR(AppendLocations(tx, {found}));
              RETURN_IF_ERROR(CheckOneDuty(tx, {MunicipalityOf(found.name())},
                                           clock_.Today()));
              found.set_etag(Etag(tx.revision()));
              return found;
            });
      });
}

grpc::Status LocationService::ListLocationKinds(
    grpc::ServerContext* context, const pb::ListLocationKindsRequest* request,
    pb::ListLocationKindsResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [&](Transaction& tx) -> absl::StatusOr<pb::ListLocationKindsResponse> {
        ASSIGN_OR_RETURN(const auto kinds, ListKinds(tx));
        pb::ListLocationKindsResponse list;
        list.mutable_kinds()->Add(kinds.begin(), kinds.end());
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status LocationService::ListRuleSets(
    grpc::ServerContext* context, const pb::ListRuleSetsRequest* request,
    pb::ListRuleSetsResponse* response) {
  return Handle(*context, *request, response,
                [&](const Call&) -> absl::StatusOr<pb::ListRuleSetsResponse> {
                  pb::ListRuleSetsResponse list;
                  for (const std::string& name : RuleSetNames()) {
                    const RuleSet& from = *FindRuleSet(name);
                    pb::RuleSet& one = *list.add_rule_sets();
                    one.set_name(from.name);
                    *one.mutable_start_date() = ToProto(from.start);
                    one.mutable_coverage_rules()->Add(from.sentences.begin(),
                                                      from.sentences.end());
                    one.mutable_durable_rules()->Add(
                        from.durable_sentences.begin(),
                        from.durable_sentences.end());
                  }
                  return list;
                });
}

grpc::Status LocationService::DeliverLocations(
    grpc::ServerContext* context, const pb::DeliverLocationsRequest* request,
    pb::DeliverLocationsResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call) -> absl::StatusOr<pb::DeliverLocationsResponse> {
        const Violations form = CheckDelivery(*request);
        const auto within = MunicipalitiesIn(request->parent());
        if (!within.has_value()) return form.ToStatus();
        const std::vector<std::string> names = NamesOf(*within);
        return Write<pb::DeliverLocationsResponse>(
            db_, clock_, call, *request,
            [&](Transaction& tx)
                -> absl::StatusOr<pb::DeliverLocationsResponse> {
              ASSIGN_OR_RETURN(Register known,
                               LoadRegister(tx, names, clock_.Today()));
              ASSIGN_OR_RETURN(
                  known.coa_numbers,
                  FindCoaNumbers(tx,
                                 CoaNumbersOf({request->locations().begin(),
                                               request->locations().end()})));
              known.kinds.insert(known.kinds.end(), request->kinds().begin(),
                                 request->kinds().end());
              Violations violations = form;
              CheckAgainst(known, *request, violations);
              RETURN_IF_ERROR(violations.ToStatus());
              RETURN_IF_ERROR(AppendLocations(
                  tx,
                  {request->locations().begin(), request->locations().end()}));
              RETURN_IF_ERROR(AppendFacts(tx, *request));
              RETURN_IF_ERROR(CheckOneDuty(tx, names, clock_.Today()));
              pb::DeliverLocationsResponse delivered;
              delivered.set_revision(tx.revision());
              delivered.set_fact_count(
                  request->locations_size() + request->place_entries_size() +
                  request->state_entries_size() + request->occupancies_size() +
                  request->private_shelters_size() +
                  request->permanent_stocks_size() +
                  request->funding_rates_size() + request->kinds_size() +
                  request->objection_entries_size());
              return delivered;
            });
      });
}

grpc::Status LocationService::ListPlaceEntries(
    grpc::ServerContext* context, const pb::ListPlaceEntriesRequest* request,
    pb::ListPlaceEntriesResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          const Page& page) -> absl::StatusOr<pb::ListPlaceEntriesResponse> {
        const bool one =
            MatchName("municipalities/{}/locations/{}", request->parent())
                .has_value();
        Violations violations;
        const auto names = NamesOf(CheckParent(
            one ? MunicipalityOf(request->parent()) : request->parent(),
            "parent", violations));
        RETURN_IF_ERROR(violations.ToStatus());
        return Read<pb::ListPlaceEntriesResponse>(
            db_, call, page.revision,
            [&](Transaction& tx)
                -> absl::StatusOr<pb::ListPlaceEntriesResponse> {
              ASSIGN_OR_RETURN(const Register known,
                               LoadRegister(tx, names, clock_.Today()));
              std::map<std::string, bool> hidden;
              for (const pb::Location& location : known.locations) {
                hidden[location.name()] = IsHidden(location, call.caller);
              }
              std::vector<const pb::PlaceEntry*> shown;
              for (const pb::PlaceEntry& entry : known.entries) {
                if (hidden[entry.location()]) continue;
                if (one && entry.location() != request->parent()) continue;
                shown.push_back(&entry);
              }
              pb::ListPlaceEntriesResponse list;
              list.set_next_page_token(
                  TakePage(*request, page, tx.revision(), std::move(shown),
                           [&](const pb::PlaceEntry* entry) {
                             *list.add_place_entries() = *entry;
                           }));
              list.set_revision(tx.revision());
              return list;
            });
      });
}

grpc::Status LocationService::ListCoverage(
    grpc::ServerContext* context, const pb::ListCoverageRequest* request,
    pb::ListCoverageResponse* response) {
  LocationQuery query;
  Window window;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        query = CheckQuery(*request, violations);
        window = CheckWindow(*request, violations);
      },
      [&](Transaction& tx, const Page& page,
          const Call& call) -> absl::StatusOr<pb::ListCoverageResponse> {
        const auto given = PageOf(query.municipalities, page);
        const std::vector<std::string> names = NamesOf(given);
        ASSIGN_OR_RETURN(auto known, LoadSnapshot(tx, names, query.day));
        ASSIGN_OR_RETURN(
            const auto stock,
            ListCounts(tx, CountKind::kPermanentStock, names, query.day));
        ASSIGN_OR_RETURN(
            const auto present,
            ListCounts(tx, CountKind::kOccupancy, names, query.day));
        pb::ListCoverageResponse list;
        for (const std::string& name : names) {
          for (KnownLocation& one : known[name]) Redact(call.caller, one);
          pb::MunicipalityCoverage& coverage = *list.add_coverage();
          coverage = Cover(name, known[name], window);
          for (auto& location : *coverage.mutable_locations()) {
            if (const auto count = present.find(location.location());
                count != present.end()) {
              *location.mutable_occupancy() = ToOccupancy(count->second);
            }
          }
          const auto stated = stock.find(name);
          if (stated == stock.end()) continue;
          coverage.set_permanent_stock_place_count(stated->second.amount);
          coverage.set_permanent_stock_source(stated->second.source);
          *coverage.mutable_permanent_stock() = ToStock(stated->second);
        }
        for (const std::string& rule :
             FindRuleSet(request->rule_set())->sentences) {
          list.add_rules(rule);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status LocationService::ListRevisions(
    grpc::ServerContext* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckRevisionsQuery(*request, violations);
      },
      [&](Transaction& tx, const Page& page) {
        return AnswerRevisions<pb::ListRevisionsResponse>(tx, *request, page);
      });
}

}  // namespace opvang::locations
