// Who is told of changes.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/net/transport.h"
#include "common/service/update_mask.h"
#include "services/reporting/known_report.h"
#include "services/reporting/report_access.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_service.h"
#include "services/reporting/report_validation.h"
#include "services/reporting/store/standing_store.h"

namespace opvang::reporting {
namespace {

constexpr int kSubscriptionsMax = 10;  // Of one organisation, not ended.
constexpr absl::Duration kHeadsMax = absl::Seconds(10);
// Changes that a stream looks through before somebody else has its turn.
constexpr int kPartsAtOnce = 10;

StoredSubscription ToStore(const Call& call, const std::string& request_id,
                           const pb::Subscription& asked,
                           const Positions& after) {
  // Whoever sends the same again means the same.
  const std::string id =
      UuidFor(absl::StrCat("subscription ", call.caller.oin, " ", request_id));
  return {.name = "subscriptions/" + id,
          .caller = call.caller.oin,
          .organisation = call.caller.name,
          .address = asked.address(),
          .scope = asked.scope(),
          .kinds = absl::StrJoin(asked.kinds(), ","),
          .quotas_revision = after[pb::EVENT_KIND_QUOTAS],
          .locations_revision = after[pb::EVENT_KIND_LOCATIONS],
          .housing_revision = after[pb::EVENT_KIND_HOUSING],
          .reporting_revision = after[pb::EVENT_KIND_REPORTING]};
}

pb::Subscription MessageOf(const KnownSubscription& known) {
  const StoredSubscription& stored = known.whole;
  pb::Subscription one;
  one.set_name(stored.name);
  one.set_address(stored.address);
  one.set_scope(stored.scope);
  for (const pb::EventKind kind : InterestOf(stored).kinds) one.add_kinds(kind);
  SetPositions(StartOf(stored), one);
  one.set_organisation(stored.organisation);
  one.set_state(pb::Subscription::STATE_PENDING);
  one.set_etag(Etag(std::max(known.revision, known.end_revision)));
  if (known.end.has_value()) {
    one.set_end_reason(known.end->reason);
    one.set_state(pb::Subscription::STATE_ENDED);
  }
  return one;
}

// Whether the caller may see it: its own, and who watches all.
bool IsTold(const KnownSubscription& one, const Organisation& caller) {
  return caller.role == Role::kAuditor || one.whole.caller == caller.oin;
}

absl::StatusOr<KnownSubscription> FindTold(const KnownReports& known,
                                           const Organisation& caller,
                                           const std::string& name) {
  std::optional<KnownSubscription> one = FindSubscription(known, name);
  if (one.has_value() && IsTold(*one, caller)) return *std::move(one);
  return SubscriptionNotFound(Excerpt(name, 80));
}

int StandingOf(const KnownReports& known, const std::string& oin) {
  const std::vector<KnownSubscription> own =
      opvang::reporting::ListSubscriptions(known, oin);
  return static_cast<int>(std::count_if(
      own.begin(), own.end(),
      [](const KnownSubscription& one) { return !one.end.has_value(); }));
}

}  // namespace

struct ReportingService::Following {
  Organisation caller;
  Interest interest;
  Positions positions;
  bool follow = false;
  absl::Time deadline;
  std::optional<Positions> until = {};  // Where the logs stand.
};

AreasTold ReportingService::AreasFor(const KnownReports& known,
                                     const Organisation& caller) const {
  const auto recorded = FindRecording(known, known.revision);
  std::vector<std::string> names;
  for (const std::string& name : known.state.touched.Of(known.revision)) {
    const std::optional<KnownReport> report = FindKnown(known, name);
    if (!report.has_value()) {
      names.push_back(name);
      continue;
    }
    if (!recorded.has_value() ||
        !IsSeen(*report, caller, recorded->record_time)) {
      continue;
    }
    names.push_back(report->head.spec().scope());
    for (const StoredRow& row : ListRows(known, name)) {
      names.push_back(row.municipality);
    }
  }
  return {.areas = AreasWithin(AreasOf(names), caller.scope)};
}

absl::StatusOr<LogPart> ReportingService::ReadLogOf(pb::EventKind kind,
                                                    absl::Time deadline,
                                                    int64_t after, int most) {
  if (kind != pb::EVENT_KIND_REPORTING) {
    return ReadLog(sources_, deadline, kind, after, most);
  }
  const Call call{
      .caller = {.oin = "", .name = "", .role = Role::kReporting, .scope = ""},
      .actor = "",
      .method = "",
      .deadline = deadline};
  const auto request = LogRequest<pb::ListRevisionsRequest>(after, most);
  ASSIGN_OR_RETURN(
      const pb::ListRevisionsResponse answer,
      Read<pb::ListRevisionsResponse>(db_, call, 0, [&](Transaction& tx) {
        return AnswerRevisions<pb::ListRevisionsResponse>(
            tx, request,
            {.size = request.page_size(), .after = "", .revision = 0},
            call.caller);
      }));
  return LogOf(kind, most, answer);
}

absl::StatusOr<std::optional<pb::Event>> ReportingService::EventFor(
    LoggedWrite change, const Organisation& organisation,
    const Interest& interest) {
  if (change.kind == pb::EVENT_KIND_REPORTING) {
    ASSIGN_OR_RETURN(const auto state, Reach(change.revision));
    change.areas = AreasFor({*state, change.revision}, organisation).areas;
  }
  return EventOf(change, organisation, interest, webhooks_.source);
}

absl::StatusOr<pb::Subscription> ReportingService::Told(
    const Call& call, const KnownReports& known, const KnownSubscription& one,
    bool with_standing) {
  pb::Subscription told = MessageOf(one);
  if (const auto made = FindRecording(known, one.revision)) {
    *told.mutable_create_time() = ToTimestamp(made->record_time);
  }
  if (const auto ended = FindRecording(known, one.end_revision)) {
    *told.mutable_end_time() = ToTimestamp(ended->record_time);
  }
  if (!with_standing) return told;
  using Standings = std::map<std::string, DeliveryStanding>;
  ASSIGN_OR_RETURN(const Standings standings,
                   Read<Standings>(db_, call, 0, [](Transaction& tx) {
                     return ReadStandings(tx);
                   }));
  const auto found = standings.find(one.whole.name);
  const bool ended = one.end.has_value();
  if (found != standings.end()) {
    const DeliveryStanding& standing = found->second;
    SetPositions(standing.positions, told);
    told.set_failure_count(standing.failure_count);
    told.set_last_failure(standing.last_failure);
    if (standing.next_try.has_value() && !ended) {
      *told.mutable_next_try_time() = ToTimestamp(*standing.next_try);
    }
    if (!ended && standing.allowed) {
      told.set_state(standing.failure_count == 0
                         ? pb::Subscription::STATE_DELIVERING
                         : pb::Subscription::STATE_FAILING);
    }
  }
  const auto organisation = organisations_.WithOin(one.whole.caller);
  if (!ended && (!organisation.has_value() ||
                 !MaySubscribe(*organisation, one.whole.scope))) {
    told.set_state(pb::Subscription::STATE_SUSPENDED);
  }
  return told;
}

grpc::ServerUnaryReactor* ReportingService::CreateSubscription(
    Context* context, const pb::CreateSubscriptionRequest* request,
    pb::Subscription* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call) -> absl::StatusOr<pb::Subscription> {
        // A repeat must not depend on the sources: they are asked once.
        ASSIGN_OR_RETURN(std::optional<pb::Subscription> answered,
                         StoredAnswer<pb::Subscription>(db_, call, *request));
        if (answered.has_value()) return *std::move(answered);
        RETURN_IF_ERROR(CheckSubscription(*request));
        const pb::Subscription& asked = request->subscription();
        const auto address = ParseWebAddress(asked.address());
        if (!webhooks_.hosts.Allows(*address)) {
          return AddressNotAllowed(address->host);
        }
        ASSIGN_OR_RETURN(const Positions heads, changes_.Heads(DeadlineWithin(
                                                    kHeadsMax, call.deadline)));
        Positions after = PositionsIn(asked);
        for (const pb::EventKind kind : kEventKinds) {
          if (after[kind] > heads[kind]) {
            return RevisionAhead(after[kind], heads[kind]);
          }
          if (after[kind] == 0) after[kind] = heads[kind];
        }
        return Write<pb::Subscription>(
            call, *request,
            [&](ReportDraft& draft) -> absl::StatusOr<pb::Subscription> {
              if (StandingOf(draft.known(), call.caller.oin) >=
                  kSubscriptionsMax) {
                return SubscriptionsTooMany(kSubscriptionsMax);
              }
              const StoredSubscription stored =
                  ToStore(call, request->request_id(), asked, after);
              draft.Add(stored);
              pb::Subscription made =
                  MessageOf(*FindSubscription(draft.known(), stored.name));
              *made.mutable_create_time() = ToTimestamp(draft.record_time());
              return made;
            });
      });
}

grpc::ServerUnaryReactor* ReportingService::GetSubscription(
    Context* context, const pb::GetSubscriptionRequest* request,
    pb::Subscription* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call) -> absl::StatusOr<pb::Subscription> {
        ASSIGN_OR_RETURN(const auto state, Reach(0));
        const KnownReports known{*state, state->revision};
        ASSIGN_OR_RETURN(const KnownSubscription one,
                         FindTold(known, call.caller, request->name()));
        return Told(call, known, one);
      });
}

grpc::ServerUnaryReactor* ReportingService::ListSubscriptions(
    Context* context, const pb::ListSubscriptionsRequest* request,
    pb::ListSubscriptionsResponse* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call, const Page& page)
          -> absl::StatusOr<pb::ListSubscriptionsResponse> {
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        const KnownReports known = KnownAt(*state, page.revision);
        pb::ListSubscriptionsResponse list;
        for (const KnownSubscription& one :
             opvang::reporting::ListSubscriptions(known, "")) {
          if (one.whole.name <= page.after || !IsTold(one, call.caller)) {
            continue;
          }
          if (list.subscriptions_size() == page.size) {
            list.set_next_page_token(
                NextPageToken(*request, known.revision,
                              list.subscriptions().rbegin()->name()));
            break;
          }
          ASSIGN_OR_RETURN(*list.add_subscriptions(),
                           Told(call, known, one, request->revision() == 0));
        }
        list.set_revision(known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* ReportingService::EndSubscription(
    Context* context, const pb::EndSubscriptionRequest* request,
    pb::Subscription* response) {
  return HandleWrite(
      *context, *request, response, CheckEnd,
      [=](ReportDraft& draft,
          const Call& call) -> absl::StatusOr<pb::Subscription> {
        ASSIGN_OR_RETURN(const KnownSubscription one,
                         FindTold(draft.known(), call.caller, request->name()));
        if (one.end.has_value()) return SubscriptionEnded(one.whole.name);
        RETURN_IF_ERROR(CheckEtag(request->etag(), MessageOf(one).etag()));
        draft.Add(
            StoredEnd{.name = one.whole.name, .reason = request->reason()});
        pb::Subscription ended =
            MessageOf(*FindSubscription(draft.known(), one.whole.name));
        *ended.mutable_end_time() = ToTimestamp(draft.record_time());
        if (const auto made = FindRecording(draft.known(), one.revision)) {
          *ended.mutable_create_time() = ToTimestamp(made->record_time);
        }
        return ended;
      });
}

absl::Status ReportingService::EndGone(const std::string& name) {
  pb::EndSubscriptionRequest request;
  request.set_name(name);
  request.set_reason("HTTP 410");
  request.set_request_id(UuidFor("gone " + name));
  const Call call{.caller = {.oin = "opvang", .name = "opvang", .scope = ""},
                  .actor = "",
                  .method = "opvang.Deliverer/EndSubscription",
                  .deadline = absl::InfiniteFuture()};
  return Write<pb::Subscription>(
             call, request,
             [&](ReportDraft& draft) -> absl::StatusOr<pb::Subscription> {
               const auto one = FindSubscription(draft.known(), name);
               if (!one.has_value()) return SubscriptionNotFound(name);
               if (one->end.has_value()) return SubscriptionEnded(name);
               draft.Add(StoredEnd{.name = name, .reason = request.reason()});
               return MessageOf(*FindSubscription(draft.known(), name));
             })
      .status();
}

grpc::ServerWriteReactor<pb::Event>* ReportingService::StreamEvents(
    Context* context, const pb::StreamEventsRequest* request) {
  return HandleFollow<pb::StreamEventsRequest, pb::Event>(
      *context, *request, lanes_.asking,
      [=, this](const Call& call) -> absl::StatusOr<Feed<pb::Event>> {
        Violations violations;
        CheckEventsAsked(request->scope(), request->kinds(),
                         PositionsIn(*request), "", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(Place place, event_streams_.Take(call.caller.oin));
        const auto following = std::make_shared<Following>(
            Following{.caller = call.caller,
                      .interest = {.scope = request->scope(), .kinds = {}},
                      .positions = PositionsIn(*request),
                      .follow = request->follow(),
                      .deadline = call.deadline});
        for (const int kind : request->kinds()) {
          following->interest.kinds.push_back(static_cast<pb::EventKind>(kind));
        }
        return Feed<pb::Event>{
            .next = [=, this] { return NextEvents(*following); },
            .wait =
                [=, this](std::function<void()> again) {
                  changes_.WhenMoved(*following->until, std::move(again));
                },
            .place = std::move(place)};
      });
}

absl::StatusOr<Feed<pb::Event>::Part> ReportingService::NextEvents(
    Following& following) {
  using Part = Feed<pb::Event>::Part;
  Positions& at = following.positions;
  if (!following.until.has_value()) {
    ASSIGN_OR_RETURN(following.until, changes_.Heads(DeadlineWithin(
                                          kHeadsMax, following.deadline)));
    for (const pb::EventKind kind : kEventKinds) {
      const int64_t head = (*following.until)[kind];
      if (at[kind] > head) return RevisionAhead(at[kind], head);
      if (at[kind] == 0) at[kind] = head;
    }
  } else if (following.follow) {
    following.until = changes_.seen();
  }
  const Positions& until = *following.until;
  Part part;
  int looked = 0;
  for (const pb::EventKind kind : kEventKinds) {
    if (!Wants(following.interest, kind)) continue;
    while (at[kind] < until[kind]) {
      if (!part.responses.empty() || ++looked > kPartsAtOnce) return part;
      ASSIGN_OR_RETURN(const LogPart log, changes_.After(kind, at[kind]));
      if (log.changes.empty()) break;
      for (const LoggedWrite& change : log.changes) {
        if (change.revision > until[kind]) break;
        ASSIGN_OR_RETURN(
            std::optional<pb::Event> event,
            EventFor(change, following.caller, following.interest));
        at[kind] = change.revision;
        if (event.has_value()) part.responses.push_back(*std::move(event));
      }
    }
  }
  part.then = following.follow ? Part::Then::kWait : Part::Then::kEnd;
  return part;
}

void ReportingService::Measure(Measures& measures) const {
  StateService::Measure(measures);
  if (deliverer_ != nullptr) deliverer_->Measure(measures);
}

}  // namespace opvang::reporting
