#include "services/locations/location_service.h"

#include <algorithm>
#include <map>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "common/service/update_mask.h"
#include "services/locations/location_access.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_query.h"
#include "services/locations/location_validation.h"
#include "services/locations/location_view.h"
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/rule_set.h"

namespace opvang::locations {
namespace {

constexpr absl::string_view kMutable[] = {
    "display_name", "kind",         "operator",          "address",
    "coa_number",   "participants", "quality_level",     "special_group",
    "remark",       "source",       "address_protected", "predecessor"};
// Of a name that is taken by what the caller may not see.
constexpr char kOtherId[] = "cannot be used; choose another id";
constexpr absl::string_view kIgnored[] = {
    "name",        "state",         "etag",  "objection_count",
    "state_entry", "term_end_date", "stage", "former_display_names"};

// `violations` are what was wrong already.
absl::Status CheckDescription(const KnownState& known,
                              const pb::Location& location,
                              Violations violations) {
  const std::vector<pb::LocationKind> kinds = ListKinds(known);
  CheckLocation(location, "location", violations);
  CheckKind(kinds, location, "location", violations);
  for (const pb::LocationKind& kind : kinds) {
    if (kind.code() != location.kind()) continue;
    CheckGroups(kind, PlaceEntriesOf(known, location.name()), "location.kind",
                violations);
  }
  auto coa_numbers = FindCoaNumbers(known, {location.coa_number()});
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

// What a new location is: of its municipality an idea, unless it says more. Who
// else makes one must say what it is, for an idea it would not see.
pb::LocationState BornAs(const pb::CreateLocationRequest& request,
                         const Organisation& caller, Violations& violations) {
  pb::LocationState born = request.location().state();
  const bool own = caller.role == Role::kMunicipality;
  if (born == pb::LOCATION_STATE_UNSPECIFIED && own) {
    born = pb::LOCATION_STATE_IDEA;
  }
  if (!pb::LocationState_IsValid(born) ||
      born == pb::LOCATION_STATE_UNSPECIFIED || IsOver(born) ||
      (IsExploratory(born) && !own)) {
    violations.Add(
        "location.state",
        own ? "is none that a location begins with; it must be from "
              "idea to closing"
            : "is missing or none that others than its municipality "
              "may see; it must be from decision_pending to closing");
  }
  return born;
}

// An exploration is made by its municipality: nobody else would see it.
void CheckExplorations(const pb::DeliverLocationsRequest& delivery,
                       const Organisation& caller, Violations& violations) {
  if (caller.role == Role::kMunicipality) return;
  for (int i = 0; i < delivery.state_entries_size(); ++i) {
    if (IsExploratory(delivery.state_entries(i).state())) {
      violations.Add(absl::StrCat("state_entries[", i, "].state"),
                     "is for its municipality to say, which alone sees an "
                     "idea or exploration");
    }
  }
}

// Adds every fact of a delivery; answers how many.
int AddDelivery(const pb::DeliverLocationsRequest& delivery,
                LocationDraft& draft) {
  int count = 0;
  const auto add = [&](const auto& facts, auto fact_of) {
    for (const auto& fact : facts) draft.Add(fact_of(fact));
    count += facts.size();
  };
  const auto itself = [](const auto& fact) { return fact; };
  const auto counted = [](const auto& fact) { return CountOf(fact); };
  add(delivery.locations(), itself);
  add(delivery.kinds(), itself);
  add(delivery.funding_rates(), itself);
  AddPlaceEntries(delivery.place_entries(), draft);
  count += delivery.place_entries_size();
  add(delivery.state_entries(),
      [](const pb::StateEntry& entry) { return ToFact(entry); });
  add(delivery.objection_entries(), itself);
  add(delivery.occupancies(), counted);
  add(delivery.private_shelters(), counted);
  add(delivery.permanent_stocks(), counted);
  add(delivery.nil_returns(), itself);
  return count;
}

}  // namespace

LocationService::LocationService(Database& db, const Clock& clock,
                                 Organisations& organisations)
    : StateService(db, clock, organisations, kRights,
                   pb::LocationService::service_full_name()) {}

absl::CivilDay LocationService::DayFor(Revision asked,
                                       const KnownState& known) const {
  return asked == 0 ? clock_.Today() : RecordDayOf(known);
}

grpc::ServerUnaryReactor* LocationService::CreateLocation(
    Context* context, const pb::CreateLocationRequest* request,
    pb::Location* response) {
  return Handle(
      *context, *request, response, lanes_.writes,
      [=, this](const Call& call) -> absl::StatusOr<pb::Location> {
        pb::Location location = request->location();
        location.set_name(absl::StrCat(request->parent(), "/locations/",
                                       request->location_id()));
        Violations violations;
        CheckMunicipality(request->parent(), "parent", violations);
        const pb::LocationState born =
            BornAs(*request, call.caller, violations);
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
            call, *request,
            [&](LocationDraft& draft) -> absl::StatusOr<pb::Location> {
              RETURN_IF_ERROR(
                  CheckDescription(draft.known(), location, violations));
              if (IsTakenUnseen(draft.known(), {call.caller, clock_.Today()},
                                location.name())) {
                violations.Add("location_id", kOtherId);
                return violations.ToStatus();
              }
              if (FindDescription(draft.known(), location.name()) != nullptr) {
                return LocationExists(location.name());
              }
              draft.Add(location);
              draft.Add(StateFact{.location = Interned(location.name()),
                                  .source = Interned(location.source()),
                                  .reason = Interned(),
                                  .start_date = ShortDay(clock_.Today()),
                                  .state = born});
              ASSIGN_OR_RETURN(
                  KnownLocation made,
                  FindSeen(draft.known(), {call.caller, clock_.Today()},
                           location.name(), clock_.Today()));
              return std::move(made.location);
            });
      });
}

grpc::ServerUnaryReactor* LocationService::GetLocation(
    Context* context, const pb::GetLocationRequest* request,
    pb::Location* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        return CheckOptionalDay(request->as_of_date(), "as_of_date",
                                violations);
      },
      [=, this](const auto& asked) -> absl::StatusOr<pb::Location> {
        ASSIGN_OR_RETURN(
            KnownLocation known,
            FindSeen(asked.known, {asked.call.caller, clock_.Today()},
                     request->name(),
                     asked.query.value_or(
                         DayFor(request->revision(), asked.known))));
        return std::move(known.location);
      });
}

grpc::ServerUnaryReactor* LocationService::ListLocations(
    Context* context, const pb::ListLocationsRequest* request,
    pb::ListLocationsResponse* response) {
  struct Query {
    std::vector<std::string> names;
    std::optional<absl::CivilDay> day;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        Query query;
        query.day =
            CheckOptionalDay(request->as_of_date(), "as_of_date", violations);
        query.names =
            NamesOf(CheckParent(request->parent(), "parent", violations));
        std::sort(query.names.begin(), query.names.end());
        return query;
      },
      [=,
       this](const auto& asked) -> absl::StatusOr<pb::ListLocationsResponse> {
        const absl::CivilDay day =
            asked.query.day.value_or(DayFor(request->revision(), asked.known));
        const Viewer viewer{asked.call.caller, clock_.Today()};
        pb::ListLocationsResponse list;
        list.set_revision(asked.known.revision);
        for (const std::string& name : asked.query.names) {
          // The page before ended in another municipality, or in this one.
          if (name < MunicipalityOf(asked.page.after)) continue;
          for (KnownLocation& known :
               LocationsFor(asked.known, viewer, name, day)) {
            pb::Location& location = known.location;
            const bool wanted =
                request->kinds().empty() ||
                std::find(request->kinds().begin(), request->kinds().end(),
                          location.kind()) != request->kinds().end();
            if (!wanted || location.name() <= asked.page.after ||
                IsHidden(known, viewer)) {
              continue;
            }
            if (list.locations_size() == asked.page.size) {
              list.set_next_page_token(
                  NextPageToken(*request, asked.known.revision,
                                list.locations().rbegin()->name()));
              return list;
            }
            *list.add_locations() = std::move(location);
          }
        }
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::UpdateLocation(
    Context* context, const pb::UpdateLocationRequest* request,
    pb::Location* response) {
  return Handle(
      *context, *request, response, lanes_.writes,
      [=, this](const Call& call) -> absl::StatusOr<pb::Location> {
        ASSIGN_OR_RETURN(
            const std::vector<std::string> paths,
            PathsToUpdate(request->location(), request->update_mask(), kMutable,
                          kIgnored));
        return Write<pb::Location>(
            call, *request,
            [&](LocationDraft& draft) -> absl::StatusOr<pb::Location> {
              ASSIGN_OR_RETURN(
                  KnownLocation seen,
                  FindSeen(draft.known(), {call.caller, clock_.Today()},
                           request->location().name(), clock_.Today()));
              RETURN_IF_ERROR(
                  CheckEtag(request->location().etag(), seen.location.etag()));
              pb::Location found =
                  *FindDescription(draft.known(), seen.location.name());
              Overwrite(request->location(), paths, found);
              RETURN_IF_ERROR(
                  CheckDescription(draft.known(), found, Violations()));
              draft.Add(found);
              RETURN_IF_ERROR(CheckOneDuty(draft.known(),
                                           {MunicipalityOf(found.name())},
                                           clock_.Today()));
              ASSIGN_OR_RETURN(
                  seen, FindSeen(draft.known(), {call.caller, clock_.Today()},
                                 found.name(), clock_.Today()));
              return std::move(seen.location);
            });
      });
}

grpc::ServerUnaryReactor* LocationService::ListLocationKinds(
    Context* context, const pb::ListLocationKindsRequest* request,
    pb::ListLocationKindsResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [](const auto& asked) -> absl::StatusOr<pb::ListLocationKindsResponse> {
        pb::ListLocationKindsResponse list;
        for (pb::LocationKind& kind : ListKinds(asked.known)) {
          *list.add_kinds() = std::move(kind);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListRuleSets(
    Context* context, const pb::ListRuleSetsRequest* request,
    pb::ListRuleSetsResponse* response) {
  return Handle(*context, *request, response, lanes_.reads,
                [](const Call&) -> absl::StatusOr<pb::ListRuleSetsResponse> {
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
                    one.set_deducts_durable(from.deducts_durable);
                  }
                  return list;
                });
}

grpc::ServerUnaryReactor* LocationService::DeliverLocations(
    Context* context, const pb::DeliverLocationsRequest* request,
    pb::DeliverLocationsResponse* response) {
  return Handle(
      *context, *request, response, lanes_.writes,
      [=,
       this](const Call& call) -> absl::StatusOr<pb::DeliverLocationsResponse> {
        const Violations form = CheckDelivery(*request, clock_.Today());
        const auto within = MunicipalitiesIn(request->parent());
        if (!within.has_value()) return form.ToStatus();
        return Write<pb::DeliverLocationsResponse>(
            call, *request,
            [&](LocationDraft& draft)
                -> absl::StatusOr<pb::DeliverLocationsResponse> {
              const Viewer viewer{call.caller, clock_.Today()};
              Register known = RegisterFor(draft.known(), viewer, *request);
              known.kinds.insert(known.kinds.end(), request->kinds().begin(),
                                 request->kinds().end());
              Violations violations = form;
              CheckAgainst(known, *request, violations);
              CheckExplorations(*request, call.caller, violations);
              for (int i = 0; i < request->locations_size(); ++i) {
                if (IsTakenUnseen(draft.known(), viewer,
                                  request->locations(i).name())) {
                  violations.Add(absl::StrCat("locations[", i, "].name"),
                                 kOtherId);
                }
              }
              RETURN_IF_ERROR(violations.ToStatus());
              pb::DeliverLocationsResponse delivered;
              delivered.set_fact_count(AddDelivery(*request, draft));
              delivered.set_revision(draft.revision());
              RETURN_IF_ERROR(CheckOneDuty(draft.known(), NamesOf(*within),
                                           clock_.Today()));
              return delivered;
            });
      });
}

grpc::ServerUnaryReactor* LocationService::ListPlaceEntries(
    Context* context, const pb::ListPlaceEntriesRequest* request,
    pb::ListPlaceEntriesResponse* response) {
  const bool one =
      MatchName("municipalities/{}/locations/{}", request->parent())
          .has_value();
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        auto names = NamesOf(CheckParent(
            one ? MunicipalityOf(request->parent()) : request->parent(),
            "parent", violations));
        std::sort(names.begin(), names.end());
        return names;
      },
      [=, this](
          const auto& asked) -> absl::StatusOr<pb::ListPlaceEntriesResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        std::vector<PlaceVersion> shown;
        for (const std::string& municipality : asked.query) {
          const auto* here =
              asked.known.state.municipalities.Find(municipality);
          if (here == nullptr) continue;
          here->locations.ForEach(
              [&](const std::string& name, const auto& facts) {
                if (one && name != request->parent()) return;
                if (IsHidden(asked.known, facts, name, viewer) ||
                    (one && IsUntold(asked.known, facts, name, viewer))) {
                  return;
                }
                auto versions = PlaceVersionsOf(asked.known, facts);
                SortVersions(versions);
                shown.insert(shown.end(), versions.begin(), versions.end());
              });
        }
        pb::ListPlaceEntriesResponse list;
        list.set_next_page_token(
            TakePage(*request, asked.page, asked.known.revision,
                     std::move(shown), [&](const PlaceVersion& version) {
                       *list.add_place_entries() =
                           ToMessage(version.revision, *version.fact);
                     }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListCoverage(
    Context* context, const pb::ListCoverageRequest* request,
    pb::ListCoverageResponse* response) {
  struct Query {
    LocationQuery about;
    Window window;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        Query query{.about = CheckQuery(*request, violations), .window = {}};
        query.window = CheckWindow(*request, violations);
        query.window.day = query.about.day;
        return query;
      },
      [=, this](const auto& asked) -> absl::StatusOr<pb::ListCoverageResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const LocationQuery& about = asked.query.about;
        const auto given = PageOf(about.municipalities, asked.page);
        pb::ListCoverageResponse list;
        for (const std::string& name : NamesOf(given)) {
          const auto known = LocationsFor(asked.known, viewer, name, about.day);
          pb::MunicipalityCoverage& coverage = *list.add_coverage();
          coverage =
              Cover(name, known, asked.query.window,
                    FindNilReturn(asked.known, name,
                                  pb::LocationKind::PURPOSE_ASYLUM, about.day));
          auto stock = FindPermanentStock(asked.known, name, about.day);
          if (!stock.has_value()) continue;
          coverage.set_permanent_stock_place_count(stock->place_count());
          coverage.set_permanent_stock_source(stock->source());
          *coverage.mutable_permanent_stock() = *std::move(stock);
        }
        for (const std::string& rule :
             FindRuleSet(request->rule_set())->sentences) {
          list.add_rules(rule);
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            about.municipalities, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListNilReturns(
    Context* context, const pb::ListNilReturnsRequest* request,
    pb::ListNilReturnsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) { return CheckQuery(*request, violations); },
      [=](const auto& asked) -> absl::StatusOr<pb::ListNilReturnsResponse> {
        const auto& all = asked.query.municipalities;
        const auto given = PageOf(all, asked.page);
        pb::ListNilReturnsResponse list;
        for (const std::string& name : NamesOf(given)) {
          for (pb::NilReturn& one :
               NilReturnsOf(asked.known, name, asked.query.day)) {
            *list.add_nil_returns() = std::move(one);
          }
        }
        list.set_next_page_token(
            TokenAfter(*request, asked.known.revision, all, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

AreasTold LocationService::AreasFor(const KnownState& known,
                                    const Organisation& caller) const {
  std::vector<std::string> open, hidden;
  for (const std::string& name : known.state.touched.Of(known.revision)) {
    const auto* facts = FindFacts(known, name);
    (facts != nullptr && IsHidden(known, *facts, name, {caller, clock_.Today()})
         ? hidden
         : open)
        .push_back(name);
  }
  AreasTold told{.areas = AreasWithin(AreasOf(open), caller.scope)};
  if (!kUndisclosedReaders.Has(caller.role)) return told;
  std::vector<std::string> undisclosed = AreasOf(hidden);
  std::erase_if(undisclosed, [&](const std::string& area) {
    return absl::c_linear_search(told.areas, area);
  });
  told.undisclosed = std::move(undisclosed);
  return told;
}

grpc::ServerUnaryReactor* LocationService::ListRevisions(
    Context* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleRevisions(*context, *request, response);
}

}  // namespace opvang::locations
