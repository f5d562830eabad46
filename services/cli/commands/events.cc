// opvang subscription create, list, end, and event follow.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/files.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;
using ReportStub = r::ReportingService::Stub;
using Json = nlohmann::ordered_json;

// A stream has an hour (`proto/service_config.json`), and goes on where it was.
constexpr absl::Duration kFollowMax = absl::Hours(1);

constexpr Flag kKinds = {
    "kinds", ValueKind::kText,
    "waarvan, als quotas,locations,housing,reporting; anders van alles"};

// "quotas,locations", into `kinds`.
template <typename Message>
absl::Status SetKinds(const Context& context, Message& message) {
  for (const absl::string_view word : absl::StrSplit(
           context.arguments.Flag("kinds", ""), ',', absl::SkipWhitespace())) {
    const auto kind = ValueTyped<r::EventKind>(std::string(word));
    if (kind == r::EVENT_KIND_UNSPECIFIED) {
      return Misuse(absl::StrCat("--kinds: ", word,
                                 " is geen dienst; kies uit quotas, locations, "
                                 "housing, reporting"));
    }
    message.add_kinds(kind);
  }
  return absl::OkStatus();
}

std::string KindsOf(const r::Subscription& one) {
  std::vector<std::string> words;
  for (const int kind : one.kinds()) {
    words.push_back(TypedWord(static_cast<r::EventKind>(kind)));
  }
  return absl::StrJoin(words, ",");
}

void PrintSubscription(const Context& context, const r::Subscription& one) {
  context.PrintOne(
      {{"subscription", one.name()},
       {"address", one.address()},
       {"scope", one.scope()},
       {"kinds", KindsOf(one)},
       {"state", TypedWord(one.state())},
       {"quotas_revision", absl::StrCat(one.quotas_revision())},
       {"locations_revision", absl::StrCat(one.locations_revision())},
       {"housing_revision", absl::StrCat(one.housing_revision())},
       {"reporting_revision", absl::StrCat(one.reporting_revision())},
       {"create_time",
        ShownInstant(one.has_create_time(), one.create_time())}});
}

absl::Status CreateSubscription(const Context& context) {
  r::CreateSubscriptionRequest request;
  r::Subscription& asked = *request.mutable_subscription();
  asked.set_scope(context.Operand(2));
  asked.set_address(context.arguments.Flag("address", ""));
  RETURN_IF_ERROR(SetKinds(context, asked));
  asked.set_quotas_revision(context.Revision("quotas-after"));
  asked.set_locations_revision(context.Revision("locations-after"));
  asked.set_housing_revision(context.Revision("housing-after"));
  asked.set_reporting_revision(context.Revision("reporting-after"));
  ASSIGN_OR_RETURN(const r::Subscription made,
                   SendOnce(context, *context.services.reporting,
                            &ReportStub::CreateSubscription, request));
  PrintSubscription(context, made);
  return absl::OkStatus();
}

absl::Status ListSubscriptions(const Context& context) {
  TextTable table{
      .header = {"subscription", "address", "scope", "kinds", "organisation",
                 "state", "failure_count", "last_failure", "next_try_time",
                 "create_time", "end_time", "end_reason"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.reporting, &ReportStub::ListSubscriptions,
      r::ListSubscriptionsRequest(),
      [&](const r::ListSubscriptionsResponse& page) {
        for (const r::Subscription& one : page.subscriptions()) {
          table.rows.push_back(
              {one.name(), one.address(), one.scope(), KindsOf(one),
               one.organisation(), TypedWord(one.state()),
               absl::StrCat(one.failure_count()), one.last_failure(),
               ShownInstant(one.has_next_try_time(), one.next_try_time()),
               ShownInstant(one.has_create_time(), one.create_time()),
               ShownInstant(one.has_end_time(), one.end_time()),
               one.end_reason()});
        }
      }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status EndSubscription(const Context& context) {
  r::GetSubscriptionRequest get;
  get.set_name(context.Operand(2));
  ASSIGN_OR_RETURN(
      const r::Subscription one,
      Ask(*context.services.reporting, &ReportStub::GetSubscription, get));
  r::EndSubscriptionRequest request;
  request.set_name(one.name());
  request.set_reason(context.arguments.Flag("reason", ""));
  if (one.state() == r::Subscription::STATE_ENDED &&
      one.end_reason() == request.reason()) {
    PrintSubscription(context, one);  // Said again.
    return absl::OkStatus();
  }
  request.set_etag(one.etag());
  ASSIGN_OR_RETURN(const r::Subscription ended,
                   SendOnce(context, *context.services.reporting,
                            &ReportStub::EndSubscription, request));
  PrintSubscription(context, ended);
  return absl::OkStatus();
}

// How far each service was followed, in a file: {"quotas": 12, …}.
absl::Status ReadBookmark(const std::string& path,
                          r::StreamEventsRequest& request) {
  if (!std::filesystem::exists(path)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto number = [&](const char* service) -> int64_t {
    return json.is_object() && json.contains(service) &&
                   json[service].is_number_integer()
               ? json[service].get<int64_t>()
               : -1;
  };
  request.set_quotas_revision(number("quotas"));
  request.set_locations_revision(number("locations"));
  request.set_housing_revision(number("housing"));
  request.set_reporting_revision(number("reporting"));
  return absl::OkStatus();
}
absl::Status WriteBookmark(const std::string& path,
                           const r::StreamEventsRequest& request) {
  if (path.empty()) return absl::OkStatus();
  const Json json = {{"quotas", request.quotas_revision()},
                     {"locations", request.locations_revision()},
                     {"housing", request.housing_revision()},
                     {"reporting", request.reporting_revision()}};
  return SaveFile(json.dump() + "\n", path, /*force=*/true);
}

void GoBeyond(const r::EventData& data, r::StreamEventsRequest& request) {
  if (data.service() == "quotas") request.set_quotas_revision(data.revision());
  if (data.service() == "locations") {
    request.set_locations_revision(data.revision());
  }
  if (data.service() == "housing") {
    request.set_housing_revision(data.revision());
  }
  if (data.service() == "reporting") {
    request.set_reporting_revision(data.revision());
  }
}

// Each event is a line of JSON: a CloudEvent.
absl::Status FollowEvents(const Context& context) {
  const std::string bookmark = context.arguments.Flag("bookmark", "");
  r::StreamEventsRequest request;
  request.set_scope(context.Operand(2));
  RETURN_IF_ERROR(SetKinds(context, request));
  // From the first write on, unless a bookmark says otherwise.
  for (const auto set : {&r::StreamEventsRequest::set_quotas_revision,
                         &r::StreamEventsRequest::set_locations_revision,
                         &r::StreamEventsRequest::set_housing_revision,
                         &r::StreamEventsRequest::set_reporting_revision}) {
    (request.*set)(1);
  }
  if (!bookmark.empty()) RETURN_IF_ERROR(ReadBookmark(bookmark, request));
  request.set_follow(context.arguments.Has("follow"));
  for (;;) {
    grpc::ClientContext call;
    SetDeadline(call, SystemClock().Now() + kFollowMax);
    call.set_wait_for_ready(request.follow());
    const auto reader =
        context.services.reporting->StreamEvents(&call, request);
    for (r::Event event; reader->Read(&event);) {
      std::string line;
      if (!google::protobuf::util::MessageToJsonString(event, &line).ok()) {
        return absl::InternalError("an event does not print");
      }
      context.streams.out << line << std::endl;
      GoBeyond(event.data(), request);
      RETURN_IF_ERROR(WriteBookmark(bookmark, request));
    }
    const absl::Status ended = FromGrpc(reader->Finish());
    const bool goes_on =
        request.follow() &&
        (ended.ok() || absl::IsDeadlineExceeded(ended) || IsPassing(ended));
    if (!goes_on) return ended;
  }
}

}  // namespace

std::vector<Command> EventCommands() {
  const Flag after[] = {
      {"quotas-after", ValueKind::kRevision,
       "wijzigingen na deze revisie van quotas; anders die van nu"},
      {"locations-after", ValueKind::kRevision,
       "wijzigingen na deze revisie van locations; anders die van nu"},
      {"housing-after", ValueKind::kRevision,
       "wijzigingen na deze revisie van housing; anders die van nu"},
      {"reporting-after", ValueKind::kRevision,
       "wijzigingen na deze revisie van reporting; anders die van nu"}};
  return {
      {"subscription create",
       "Meldt een systeem aan dat over wijzigingen bericht wil krijgen.",
       {kArea},
       {Required({"address", ValueKind::kText,
                  "waarheen, als https://events.example.nl/opvang"}),
        kKinds, after[0], after[1], after[2], after[3], kDryRun},
       "opvang subscription create Overijssel --address "
       "https://events.example.nl/opvang --kinds locations,quotas",
       CreateSubscription},
      {"subscription list",
       "Noemt de eigen abonnementen, en hoe het met hun berichten staat.",
       {},
       {},
       "opvang subscription list",
       ListSubscriptions},
      {"subscription end",
       "Beëindigt een abonnement.",
       {{"ABONNEMENT", ValueKind::kName, "als subscriptions/c898c640-…"}},
       {Required(kReason), kDryRun},
       "opvang subscription end "
       "subscriptions/c898c640-4964-8c58-b910-c1243adb2d78 --reason 'ander "
       "adres'",
       EndSubscription},
      {"event follow",
       "Zegt welke wijzigingen een gebied raken, een regel JSON per stuk.",
       {kArea},
       {kKinds,
        {"bookmark", ValueKind::kFile,
         "waarin staat tot waar al is gelezen; wordt bijgehouden"},
        {"follow", ValueKind::kSwitch, "blijft wachten op wat er komt"}},
       "opvang event follow Overijssel --kinds locations",
       FollowEvents},
  };
}

}  // namespace opvang::cli
