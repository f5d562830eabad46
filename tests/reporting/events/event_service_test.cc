// Told of changes: three services in this process, reporting as a program that
// is killed, and receivers that fail, sleep, hang and are gone.
#include <signal.h>
#include <stdlib.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/net/signature.h"
#include "services/reporting/events/event.h"
#include "services/reporting/events/webhook.h"
#include "tests/reporting/house.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"
#include "tests/support/small_server.h"

namespace opvang::reporting {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

constexpr absl::Duration kPatience = absl::Seconds(120);
constexpr char kOverijssel[] = "provinces/pv23";

std::string PathOf(const SmallServer::Request& request) {
  const std::vector<std::string> words =
      absl::StrSplit(request.head.substr(0, request.head.find('\r')), ' ');
  return words.size() > 1 ? words[1] : "";
}

// A system that is told of changes. It knows by its id what it was told before.
class Receiver {
 public:
  enum class Mood {
    kGood,
    kFlaky,
    kAsleep,
    kHanging,
    kGone,
    kUnwilling,
    kBusy
  };

  explicit Receiver(uint32_t seed) : random_(seed) {}
  ~Receiver() { Be(Mood::kGood); }

  std::string url() const {
    return absl::StrCat("http://127.0.0.1:", server_.port());
  }
  void Be(Mood mood) {
    absl::MutexLock lock(&mutex_);
    mood_ = mood;
  }

  // What it was told by `path`, once each, in the order in which it came.
  std::vector<Json> Told(const std::string& path) {
    absl::MutexLock lock(&mutex_);
    return told_[path];
  }
  std::set<std::string> Ids(const std::string& path) {
    std::set<std::string> ids;
    for (const Json& one : Told(path)) ids.insert(one["id"]);
    return ids;
  }
  // Waits until it was told so much; whether it was.
  bool AwaitTold(const std::string& path, size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto there = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return told_[path].size() >= count;
    };
    return mutex_.AwaitWithTimeout(absl::Condition(&there), kPatience);
  }
  // Waits until somebody asked so often, for anything.
  bool AwaitAsked(int count) {
    absl::MutexLock lock(&mutex_);
    const auto there = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return asked_ >= count;
    };
    return mutex_.AwaitWithTimeout(absl::Condition(&there), kPatience);
  }
  int repeated() {
    absl::MutexLock lock(&mutex_);
    return repeated_;
  }
  int refused() {
    absl::MutexLock lock(&mutex_);
    return refused_;
  }
  SmallServer::Request last_post() {
    absl::MutexLock lock(&mutex_);
    return last_post_;
  }
  std::vector<std::string> faults() {
    absl::MutexLock lock(&mutex_);
    return faults_;
  }

 private:
  std::string Answer(const SmallServer::Request& request) {
    absl::MutexLock lock(&mutex_);
    ++asked_;
    if (mood_ == Mood::kHanging) {
      const auto over = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return mood_ != Mood::kHanging;
      };
      mutex_.Await(absl::Condition(&over));
    }
    if (mood_ == Mood::kAsleep) return "";
    if (mood_ == Mood::kGone) return HttpAnswerOf(410, "");
    if (absl::StartsWith(request.head, "OPTIONS ")) {
      return mood_ == Mood::kUnwilling
                 ? HttpAnswerOf(200, "")
                 : HttpAnswerOf(200, "",
                                "WebHook-Allowed-Origin: opvang.test\r\n");
    }
    if (mood_ == Mood::kBusy) {
      ++refused_;
      return HttpAnswerOf(429, "", "Retry-After: 1\r\n");
    }
    const uint32_t chance = mood_ == Mood::kFlaky ? random_() % 6 : 5;
    if (chance == 0) return Refuse(500);
    if (chance == 1) return Refuse(503);
    Take(request);
    // It took it, and nobody hears so.
    if (chance == 2) return "";
    if (chance == 3) return Refuse(502);
    return HttpAnswerOf(204, "");
  }
  std::string Refuse(int status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    ++refused_;
    return HttpAnswerOf(status, "");
  }
  void Take(const SmallServer::Request& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    last_post_ = request;
    const Json event = Json::parse(request.body, nullptr, false);
    if (event.is_discarded() || !event.contains("id") ||
        request.Header("content-type") != "application/cloudevents+json" ||
        request.Header("content-digest") != ContentDigestOf(request.body) ||
        request.Header("webhook-request-origin") != "opvang.test") {
      faults_.push_back(request.head);
      return;
    }
    const std::string path = PathOf(request);
    if (!seen_[path].insert(event["id"]).second) {
      ++repeated_;
      return;
    }
    told_[path].push_back(event);
  }

  absl::Mutex mutex_;
  std::mt19937 random_ ABSL_GUARDED_BY(mutex_);
  Mood mood_ ABSL_GUARDED_BY(mutex_) = Mood::kGood;
  std::map<std::string, std::vector<Json>> told_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::set<std::string>> seen_ ABSL_GUARDED_BY(mutex_);
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  int repeated_ ABSL_GUARDED_BY(mutex_) = 0;
  int refused_ ABSL_GUARDED_BY(mutex_) = 0;
  SmallServer::Request last_post_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> faults_ ABSL_GUARDED_BY(mutex_);
  SmallServer server_{
      [this](const SmallServer::Request& request) { return Answer(request); }};
};

// What was written, as the test knows it: where, and whether it is kept from
// all but its municipality.
struct Written {
  std::string id;
  std::vector<std::string> areas;
  bool undisclosed = false;
};

class EventServiceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    char folder[] = "/tmp/opvang-events-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    int status = 0;
    Shell("bash " OPVANG_SOURCE_DIR "/deploy/certificates " + folder_, &status);
    ASSERT_EQ(status, 0);
    Shell("openssl ecparam -name prime256v1 -genkey -noout -out " + folder_ +
              "/sign.key && openssl pkey -in " + folder_ +
              "/sign.key -pubout -out " + folder_ + "/sign.pub",
          &status);
    ASSERT_EQ(status, 0);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }

  ~EventServiceTest() override { Kill(); }

  static std::string Of(const std::string& name) {
    return folder_ + "/" + name;
  }

  // Starts reporting, that posts to `receivers`.
  void Start(const std::vector<const Receiver*>& receivers) {
    for (const Receiver* one : receivers) hosts_.push_back(one->url());
    Start();
  }
  void Start() {
    std::filesystem::remove(Of("address"));
    std::ofstream(Of("reporting.conf"))
        << absl::StrJoin({"database=" + db_.url(),
                          std::string("migrations=" OPVANG_SOURCE_DIR
                                      "/services/reporting/migrations"),
                          "certificates=" + Of("reporting"),
                          "organisations=" + Of("organisations.json"),
                          "quotas=" + quotas_server_.address(),
                          "locations=" + locations_server_.address(),
                          "housing=" + housing_server_.address(),
                          "webhook-hosts=" + absl::StrJoin(hosts_, ","),
                          "webhook-key=" + Of("sign.key"),
                          std::string("webhook-origin=opvang.test"),
                          std::string("webhook-pause=10ms")},
                         "\n");
    pid_ = Spawn({OPVANG_BINARY_DIR "/services/reporting/opvang-reporting",
                  "--config=" + Of("reporting.conf"), "--listen=127.0.0.1:0",
                  "--address-file=" + Of("address")},
                 Of("log"));
    address_ = AwaitWord(Of("address"));
    ASSERT_NE(address_, "") << Shell("tail -c 600 " + Of("log"));
    stubs_.clear();
  }
  void Kill() {
    if (pid_ != 0) End(pid_, SIGKILL);
    pid_ = 0;
  }

  pb::ReportingService::Stub& As(const std::string& who) {
    auto& stub = stubs_[who];
    if (stub == nullptr) {
      stub = pb::ReportingService::NewStub(*Connect(address_, Of(who)));
    }
    return *stub;
  }

  absl::StatusOr<pb::Subscription> Subscribe(const std::string& who,
                                             const std::string& text,
                                             const std::string& id = "") {
    pb::CreateSubscriptionRequest request;
    *request.mutable_subscription() = Proto<pb::Subscription>(text);
    request.set_request_id(UuidFor(id.empty() ? who + text : id));
    return CallRpc(As(who), &pb::ReportingService::Stub::CreateSubscription,
                   request);
  }
  absl::StatusOr<pb::Subscription> Get(const std::string& who,
                                       const std::string& name) {
    pb::GetSubscriptionRequest request;
    request.set_name(name);
    return CallRpc(As(who), &pb::ReportingService::Stub::GetSubscription,
                   request);
  }
  // Asks until it stands so.
  pb::Subscription AwaitState(const std::string& who, const std::string& name,
                              pb::Subscription::State state) {
    const absl::Time latest = absl::Now() + kPatience;
    pb::Subscription last;
    while (absl::Now() < latest) {
      const auto one = Get(who, name);
      if (one.ok()) last = *one;
      if (last.state() == state) return last;
      absl::SleepFor(absl::Milliseconds(20));
    }
    ADD_FAILURE() << "not there: " << last.ShortDebugString().substr(0, 300);
    return last;
  }
  absl::StatusOr<pb::Subscription> EndIt(const std::string& who,
                                         const pb::Subscription& one) {
    pb::EndSubscriptionRequest request;
    request.set_name(one.name());
    request.set_reason("genoeg");
    request.set_etag(one.etag());
    request.set_request_id(UuidFor("end " + one.name() + one.etag()));
    return CallRpc(As(who), &pb::ReportingService::Stub::EndSubscription,
                   request);
  }
  // All there is after revisions, for those who ask in text format.
  absl::StatusOr<std::vector<pb::Event>> Stream(const std::string& who,
                                                const std::string& text) {
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(60));
    const auto reader =
        As(who).StreamEvents(&context, Proto<pb::StreamEventsRequest>(text));
    std::vector<pb::Event> events;
    for (pb::Event event; reader->Read(&event);) events.push_back(event);
    const absl::Status ended = FromGrpc(reader->Finish());
    if (!ended.ok()) return ended;
    return events;
  }
  static std::vector<std::string> IdsOf(const std::vector<pb::Event>& events) {
    std::vector<std::string> ids;
    for (const pb::Event& one : events) ids.push_back(one.id());
    return ids;
  }

  // Writes, and notes what was written where.
  template <typename Request, typename Stub, typename Method>
  void Must(Stub& stub, Method method, const std::string& service,
            const std::string& text, std::vector<std::string> areas,
            bool undisclosed = false) {
    auto request = Proto<Request>(text);
    request.set_request_id(UuidFor(absl::StrCat(text, ++count_)));
    const auto answer = CallRpc(stub, method, request);
    ASSERT_THAT(answer, IsOk());
    written_.push_back({.id = absl::StrCat(service, "/", answer->revision()),
                        .areas = std::move(areas),
                        .undisclosed = undisclosed});
  }
  std::string Today() const {
    const absl::CivilDay day = clock_.Today();
    return absl::StrCat("{ year: ", day.year(), " month: ", day.month(),
                        " day: ", day.day(), " }");
  }
  static std::string ShortName(const std::string& town) {
    return town == kZwolle ? "zwolle" : "kampen";
  }
  void WriteQuota(const std::string& town) {
    Must<q::DeliverQuotasRequest>(
        *q::QuotaService::NewStub(
            *Connect(quotas_server_.address(), Of("overijssel"))),
        &q::QuotaService::Stub::DeliverQuotas, "quotas",
        absl::StrCat("parent: 'provinces/pv23' quota_entries { subject: '",
                     town,
                     "' duty: DUTY_ASYLUM period: 'cycles/2024' basis: "
                     "BASIS_AGREED quota_count: ",
                     500 + count_, " start_date ", Today(), " source: 'x' }"),
        {town});
  }
  void WriteShelter(const std::string& town) {
    Must<l::DeliverLocationsRequest>(
        *l::LocationService::NewStub(
            *Connect(locations_server_.address(), Of(ShortName(town)))),
        &l::LocationService::Stub::DeliverLocations, "locations",
        absl::StrCat("parent: '", town, "' private_shelters { municipality: '",
                     town, "' count_date ", Today(), " person_count: ", count_,
                     " source: 'x' }"),
        {town});
  }
  void WriteExploration(const std::string& town) {
    const std::string name = absl::StrCat(town, "/locations/plan-", count_);
    Must<l::DeliverLocationsRequest>(
        *l::LocationService::NewStub(
            *Connect(locations_server_.address(), Of(ShortName(town)))),
        &l::LocationService::Stub::DeliverLocations, "locations",
        absl::StrCat("parent: '", town, "' locations { name: '", name,
                     "' display_name: 'Plan ", count_,
                     "' kind: 'azc' operator: OPERATOR_COA source: 'x' } "
                     "state_entries { location: '",
                     name, "' state: LOCATION_STATE_EXPLORATION start_date ",
                     Today(), " source: 'x' }"),
        {town}, /*undisclosed=*/true);
  }
  void WriteWaiting(const std::vector<std::string>& towns) {
    std::string text = "parent: 'countries/nl'";
    for (const std::string& town : towns) {
      absl::StrAppend(&text, " waiting_counts { municipality: '", town,
                      "' count_date ", Today(), " person_count: ", count_,
                      " source: 'x' }");
    }
    Must<h::DeliverHousingRequest>(*h::HousingService::NewStub(*Connect(
                                       housing_server_.address(), Of("coa"))),
                                   &h::HousingService::Stub::DeliverHousing,
                                   "housing", text, towns);
  }
  void WriteText(const std::string& subject) {
    Must<pb::DeliverTextsRequest>(
        As("overijssel"), &pb::ReportingService::Stub::DeliverTexts,
        "reporting",
        absl::StrCat("parent: 'provinces/pv23' texts { subject: '", subject,
                     "' kind: KIND_RISK position: 1 start_date ", Today(),
                     " body: 'Risico ", count_, "' source: 'x' }"),
        {subject});
  }

  // Whether somebody who answers for `own` and asked for `scope` is told.
  static bool IsFor(const Written& one, const std::string& role,
                    const std::string& own, const std::string& scope) {
    if (one.undisclosed && role != "municipality") return false;
    for (const std::string& area : one.areas) {
      if (BearsOn(area, own) && BearsOn(area, scope)) return true;
    }
    return false;
  }

  static inline std::string folder_;
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase quotas_db_{"quotas"}, locations_db_{"locations"},
      housing_db_{"housing"}, db_{"reporting"};
  std::unique_ptr<Organisations> organisations_ =
      *Organisations::Load(Of("organisations.json"));
  quotas::QuotaService quotas_{*quotas_db_, clock_, *organisations_};
  InProcess quotas_server_{quotas_,
                           *MakeServerCredentials(Of("quotas"), "127.0.0.1:0")};
  locations::LocationService locations_{*locations_db_, clock_,
                                        *organisations_};
  InProcess locations_server_{
      locations_, *MakeServerCredentials(Of("locations"), "127.0.0.1:0")};
  housing::HousingService housing_{
      *housing_db_, clock_, *organisations_,
      q::QuotaService::NewStub(
          *Connect(quotas_server_.address(), Of("housing")))};
  InProcess housing_server_{
      housing_, *MakeServerCredentials(Of("housing"), "127.0.0.1:0")};

  std::vector<std::string> hosts_;
  std::string address_;
  pid_t pid_ = 0;
  std::map<std::string, std::unique_ptr<pb::ReportingService::Stub>> stubs_;
  int count_ = 0;
  std::vector<Written> written_;
};

struct Subscriber {
  std::string who, role, own, scope;
  std::vector<pb::EventKind> kinds;
};

std::string TextOf(const Subscriber& one, const std::string& address) {
  std::string text =
      absl::StrCat("address: '", address, "' scope: '", one.scope,
                   "' quotas_revision: 1 "
                   "locations_revision: 1 housing_revision: 1 "
                   "reporting_revision: 1");
  for (const pb::EventKind kind : one.kinds) {
    absl::StrAppend(&text, " kinds: ", pb::EventKind_Name(kind));
  }
  return text;
}

TEST_F(EventServiceTest, FortyWeeksEachIsToldEveryChangeOnceByIdInOrder) {
  const uint32_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("OPVANG_SEED=", seed));
  std::mt19937 random(seed);
  const std::vector<Subscriber> subscribers = {
      {"overijssel", "province", kOverijssel, kOverijssel, {}},
      {"ijsselland",
       "region",
       "regions/ijsselland",
       "regions/ijsselland",
       {pb::EVENT_KIND_HOUSING, pb::EVENT_KIND_QUOTAS}},
      {"zwolle", "municipality", kZwolle, kZwolle, {}},
      {"kampen",
       "municipality",
       kKampen,
       kKampen,
       {pb::EVENT_KIND_LOCATIONS, pb::EVENT_KIND_REPORTING}},
      {"coa", "coa", "", "countries/nl", {}},
      {"ministry", "ministry", "", kZwolle, {}}};
  std::deque<Receiver> receivers;
  std::vector<const Receiver*> all;
  for (size_t i = 0; i < subscribers.size(); ++i) {
    receivers.emplace_back(random());
    all.push_back(&receivers.back());
  }
  Start(all);
  for (size_t i = 0; i < subscribers.size(); ++i) {
    const auto made =
        Subscribe(subscribers[i].who,
                  TextOf(subscribers[i], receivers[i].url() + "/opvang"));
    ASSERT_THAT(made, IsOk());
  }
  Must<q::DeliverQuotasRequest>(*q::QuotaService::NewStub(*Connect(
                                    quotas_server_.address(), Of("ministry"))),
                                &q::QuotaService::Stub::DeliverQuotas, "quotas",
                                kCycle, {"countries/nl"});
  int kills = 0, sleeps = 0;
  for (int week = 0; week < 40; ++week) {
    clock_.Set(clock_.Now() + absl::Hours(7 * 24));
    const size_t before = receivers[0].Told("/opvang").size();
    for (Receiver& one : receivers) {
      const uint32_t chance = random() % 10;
      one.Be(chance < 5   ? Receiver::Mood::kFlaky
             : chance < 7 ? Receiver::Mood::kGood
                          : Receiver::Mood::kAsleep);
      sleeps += chance >= 7;
    }
    const auto town = [&] { return random() % 2 == 0 ? kZwolle : kKampen; };
    WriteShelter(town());
    WriteWaiting(random() % 2 == 0 ? std::vector<std::string>{kZwolle, kKampen}
                                   : std::vector<std::string>{town()});
    if (random() % 2 == 0) WriteQuota(town());
    if (random() % 3 == 0) WriteExploration(town());
    if (random() % 2 == 0) WriteText(random() % 2 == 0 ? kOverijssel : town());
    if (week % 6 == 5) {
      Kill();
      ++kills;
      WriteShelter(kZwolle);  // While it is away.
      Start();
    }
    // Some deliveries come between, some do not.
    if (random() % 3 == 0) {
      receivers[0].Be(Receiver::Mood::kFlaky);
      ASSERT_TRUE(receivers[0].AwaitTold("/opvang", before + 1));
    }
  }
  size_t told = 0;
  int repeated = 0, refused = 0;
  for (size_t i = 0; i < subscribers.size(); ++i) {
    const Subscriber& one = subscribers[i];
    SCOPED_TRACE(one.who);
    receivers[i].Be(Receiver::Mood::kGood);
    std::set<std::string> expected;
    for (const Written& write : written_) {
      const std::string service = write.id.substr(0, write.id.find('/'));
      bool wanted = one.kinds.empty();
      for (const pb::EventKind kind : one.kinds) {
        wanted = wanted || ServiceOf(kind) == service;
      }
      if (wanted && IsFor(write, one.role, one.own, one.scope)) {
        expected.insert(write.id);
      }
    }
    EXPECT_GT(expected.size(), 10u);
    EXPECT_TRUE(receivers[i].AwaitTold("/opvang", expected.size()));
    EXPECT_EQ(receivers[i].Ids("/opvang"), expected);
    EXPECT_THAT(receivers[i].faults(), IsEmpty());
    std::map<std::string, int64_t> last;
    for (const Json& event : receivers[i].Told("/opvang")) {
      const std::string service = event["data"]["service"];
      const int64_t revision =
          std::stoll(event["data"]["revision"].get<std::string>());
      EXPECT_LT(last[service], revision) << event["id"];
      last[service] = revision;
    }
    told += expected.size();
    repeated += receivers[i].repeated();
    refused += receivers[i].refused();
  }
  std::printf(
      "40 weeks, %zu writes, %zu subscribers: %zu events told once, %d told "
      "again, %d refused, %d sleeps, %d kills\n",
      written_.size(), subscribers.size(), told, repeated, refused, sleeps,
      kills);
}

TEST_F(EventServiceTest, WhoHangsHoldsUpNobodyElse) {
  Receiver slow(1), quick(2);
  Start({&slow, &quick});
  const std::string rest =
      "' scope: 'provinces/pv23' quotas_revision: 1 locations_revision: 1 "
      "housing_revision: 1 reporting_revision: 1";
  slow.Be(Receiver::Mood::kHanging);
  ASSERT_THAT(Subscribe("overijssel", "address: '" + slow.url() + "/a" + rest),
              IsOk());
  ASSERT_THAT(Subscribe("overijssel", "address: '" + quick.url() + "/b" + rest),
              IsOk());
  ASSERT_TRUE(slow.AwaitAsked(1));
  for (int i = 0; i < 20; ++i) WriteShelter(kZwolle);
  EXPECT_TRUE(quick.AwaitTold("/b", 20));
  EXPECT_THAT(slow.Told("/a"), IsEmpty());
  slow.Be(Receiver::Mood::kGood);
  EXPECT_TRUE(slow.AwaitTold("/a", 20));
}

TEST_F(EventServiceTest, WhoIsGoneEndsItsSubscriptionVisibly) {
  Receiver receiver(1);
  Start({&receiver});
  const auto made = Subscribe(
      "zwolle", "address: '" + receiver.url() + "/' scope: '" + kZwolle + "'");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->state(), pb::Subscription::STATE_PENDING);
  WriteShelter(kZwolle);
  ASSERT_TRUE(receiver.AwaitTold("/", 1));
  EXPECT_EQ(
      AwaitState("zwolle", made->name(), pb::Subscription::STATE_DELIVERING)
          .failure_count(),
      0);
  receiver.Be(Receiver::Mood::kGone);
  WriteShelter(kZwolle);
  const pb::Subscription ended =
      AwaitState("zwolle", made->name(), pb::Subscription::STATE_ENDED);
  EXPECT_EQ(ended.end_reason(), "HTTP 410");
  EXPECT_TRUE(ended.has_end_time());
  EXPECT_NE(ended.etag(), made->etag());
  EXPECT_THAT(EndIt("zwolle", ended), HasReason("SUBSCRIPTION_ENDED"));
}

TEST_F(EventServiceTest, NothingIsPostedBeforeItIsAllowed) {
  Receiver receiver(1);
  receiver.Be(Receiver::Mood::kUnwilling);
  Start({&receiver});
  const auto made = Subscribe(
      "zwolle", "address: '" + receiver.url() + "/' scope: '" + kZwolle + "'");
  ASSERT_THAT(made, IsOk());
  WriteShelter(kZwolle);
  ASSERT_TRUE(receiver.AwaitAsked(3));
  const auto pending = Get("zwolle", made->name());
  ASSERT_THAT(pending, IsOk());
  EXPECT_EQ(pending->state(), pb::Subscription::STATE_PENDING);
  EXPECT_EQ(pending->last_failure(), "not allowed");
  EXPECT_GT(pending->failure_count(), 0);
  EXPECT_THAT(receiver.Told("/"), IsEmpty());
  receiver.Be(Receiver::Mood::kGood);
  EXPECT_TRUE(receiver.AwaitTold("/", 1));
}

TEST_F(EventServiceTest, WhoIsBusyIsAskedAgainWhenItSays) {
  Receiver receiver(1);
  Start({&receiver});
  const auto made = Subscribe(
      "zwolle", "address: '" + receiver.url() + "/' scope: '" + kZwolle + "'");
  ASSERT_THAT(made, IsOk());
  receiver.Be(Receiver::Mood::kBusy);
  const absl::Time before = absl::Now();
  WriteShelter(kZwolle);
  const pb::Subscription failing =
      AwaitState("zwolle", made->name(), pb::Subscription::STATE_FAILING);
  EXPECT_EQ(failing.last_failure(), "HTTP 429");
  // And not after the 10 ms with which pauses begin.
  EXPECT_GE(ToTime(failing.next_try_time()), before + absl::Seconds(1));
  receiver.Be(Receiver::Mood::kGood);
  EXPECT_TRUE(receiver.AwaitTold("/", 1));
}

// The signature is verified by another implementation, as the guide shows it.
TEST_F(EventServiceTest, WhatIsPostedIsSigned) {
  Receiver receiver(1);
  Start({&receiver});
  ASSERT_THAT(Subscribe("zwolle", "address: '" + receiver.url() +
                                      "/opvang?x=1' scope: '" + kZwolle + "'"),
              IsOk());
  WriteShelter(kZwolle);
  ASSERT_TRUE(receiver.AwaitTold("/opvang?x=1", 1));
  const SmallServer::Request post = receiver.last_post();
  const auto verify = [&](const std::string& body, const std::string& url) {
    const Json json = {{"method", "POST"},
                       {"url", url},
                       {"headers",
                        {{"content-type", post.Header("content-type")},
                         {"content-digest", post.Header("content-digest")},
                         {"signature-input", post.Header("signature-input")},
                         {"signature", post.Header("signature")}}},
                       {"body", body}};
    std::ofstream(Of("post.json")) << json.dump();
    int status = 0;
    const std::string said = Shell("node " OPVANG_SOURCE_DIR
                                   "/proto/guides/examples/verify_event.mjs " +
                                       Of("sign.pub") + " " + Of("post.json"),
                                   &status);
    return absl::StrCat(WEXITSTATUS(status), " ", said);
  };
  const std::string url = receiver.url() + "/opvang?x=1";
  EXPECT_THAT(verify(post.body, url), HasSubstr("0 locations/"));
  EXPECT_THAT(
      verify(absl::StrReplaceAll(post.body, {{"gm0193", "gm0194"}}), url),
      HasSubstr("1 "));
  EXPECT_THAT(verify(post.body, receiver.url() + "/other"), HasSubstr("1 "));
}

TEST_F(EventServiceTest, ASubscriptionIsWhoseItIs) {
  Receiver receiver(1);
  Start({&receiver});
  const std::string text =
      "address: '" + receiver.url() + "/' scope: '" + kZwolle + "'";
  const auto made = Subscribe("zwolle", text, "first");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->organisation(), "gemeente Zwolle");
  // The same again is the same, other content is refused.
  EXPECT_EQ(Subscribe("zwolle", text, "first")->name(), made->name());
  EXPECT_THAT(Subscribe("zwolle", text + " kinds: EVENT_KIND_QUOTAS", "first"),
              HasReason("REQUEST_ID_REUSED"));
  EXPECT_THAT(Subscribe("kampen", text), HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(Subscribe("auditor", text), HasReason("METHOD_NOT_ALLOWED"));
  EXPECT_THAT(Get("kampen", made->name()), HasReason("SUBSCRIPTION_NOT_FOUND"));
  EXPECT_THAT(Get("overijssel", made->name()),
              HasReason("SUBSCRIPTION_NOT_FOUND"));
  EXPECT_THAT(Get("auditor", made->name()), IsOk());
  EXPECT_THAT(EndIt("kampen", *made), HasReason("SUBSCRIPTION_NOT_FOUND"));
  pb::Subscription stale = *made;
  stale.set_etag("\"999\"");
  EXPECT_THAT(EndIt("zwolle", stale), HasReason("ETAG_STALE"));
  const auto ended = EndIt("zwolle", *made);
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), pb::Subscription::STATE_ENDED);
  EXPECT_EQ(EndIt("zwolle", *made)->etag(), ended->etag());
  EXPECT_EQ(Get("zwolle", made->name())->end_reason(), "genoeg");
}

TEST_F(EventServiceTest, WhatIsWrongWithASubscriptionIsToldAtOnce) {
  Receiver receiver(1);
  Start({&receiver});
  EXPECT_THAT(
      Subscribe("ministry",
                "address: 'https://u:p@x.nl/' scope: 'countries/be' kinds: "
                "EVENT_KIND_QUOTAS kinds: EVENT_KIND_QUOTAS quotas_revision: "
                "-1"),
      AllOf(HasViolation("subscription.scope"),
            HasViolation("subscription.kinds[1]"),
            HasViolation("subscription.quotas_revision"),
            HasViolation("subscription.address")));
  EXPECT_THAT(
      Subscribe("ministry", "address: 'https://x.nl/' scope: 'countries/nl'"),
      HasReason("ADDRESS_NOT_ALLOWED"));
  EXPECT_THAT(Subscribe("ministry", "address: '" + receiver.url() +
                                        "/' scope: 'countries/nl' "
                                        "housing_revision: 999"),
              HasReason("REVISION_AHEAD"));
  for (int i = 0; i < 10; ++i) {
    ASSERT_THAT(
        Subscribe("ministry", absl::StrCat("address: '", receiver.url(), "/", i,
                                           "' scope: 'countries/nl'")),
        IsOk());
  }
  EXPECT_THAT(Subscribe("ministry", "address: '" + receiver.url() +
                                        "/x' scope: 'countries/nl'"),
              HasReason("SUBSCRIPTIONS_TOO_MANY"));
}

TEST_F(EventServiceTest, AStreamGoesOnWhereItStopped) {
  Start();
  WriteShelter(kZwolle);
  WriteExploration(kZwolle);
  WriteWaiting({kZwolle, kKampen});
  WriteText(kOverijssel);
  const std::string from_begin =
      " quotas_revision: 1 locations_revision: 1 housing_revision: 1 "
      "reporting_revision: 1";
  const auto whole =
      Stream("overijssel", "scope: 'provinces/pv23'" + from_begin);
  ASSERT_THAT(whole, IsOk());
  EXPECT_THAT(IdsOf(*whole),
              ElementsAre("locations/2", "housing/2", "reporting/2"));
  // What is explored is its municipality's alone, and a draft of the province's
  // is the province's.
  const auto own =
      Stream("zwolle", absl::StrCat("scope: '", kZwolle, "'", from_begin));
  ASSERT_THAT(own, IsOk());
  EXPECT_THAT(IdsOf(*own),
              ElementsAre("locations/2", "locations/3", "housing/2"));
  EXPECT_EQ((*own)[0].data().organisation(), "gemeente Zwolle");
  EXPECT_EQ((*own)[2].data().organisation(), "");
  EXPECT_THAT((*own)[2].data().areas(), ElementsAre(kZwolle));
  const auto watched = Stream("auditor", "scope: 'countries/nl'" + from_begin);
  ASSERT_THAT(watched, IsOk());
  EXPECT_THAT(IdsOf(*watched), Contains("locations/3"));
  // From a position on; of one kind; from now on.
  EXPECT_THAT(
      IdsOf(*Stream("zwolle", absl::StrCat("scope: '", kZwolle,
                                           "' locations_revision: 2 "
                                           "kinds: EVENT_KIND_LOCATIONS"))),
      ElementsAre("locations/3"));
  EXPECT_THAT(*Stream("zwolle", absl::StrCat("scope: '", kZwolle, "'")),
              IsEmpty());
  EXPECT_THAT(Stream("zwolle", absl::StrCat("scope: '", kZwolle,
                                            "' locations_revision: 99")),
              HasReason("REVISION_AHEAD"));
  EXPECT_THAT(Stream("zwolle", "scope: 'provinces/pv23'"),
              HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(Stream("ministry",
                     "scope: 'nergens' kinds: "
                     "EVENT_KIND_UNSPECIFIED"),
              AllOf(HasViolation("scope"), HasViolation("kinds[0]")));
}

TEST_F(EventServiceTest, WhoFollowsIsToldOfWhatComes) {
  Start();
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + kPatience);
  const auto reader = As("zwolle").StreamEvents(
      &context,
      Proto<pb::StreamEventsRequest>(absl::StrCat(
          "follow: true locations_revision: 1 scope: '", kZwolle, "'")));
  pb::Event event;
  for (int i = 0; i < 3; ++i) {
    WriteShelter(kZwolle);
    ASSERT_TRUE(reader->Read(&event));
    EXPECT_EQ(event.id(), written_.back().id);
  }
  context.TryCancel();
  EXPECT_FALSE(reader->Read(&event));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(EventServiceTest, AReportUnderEmbargoIsTellTaleOfNothing) {
  Start();
  Must<q::DeliverQuotasRequest>(*q::QuotaService::NewStub(*Connect(
                                    quotas_server_.address(), Of("ministry"))),
                                &q::QuotaService::Stub::DeliverQuotas, "quotas",
                                kCycle, {});
  auto request = ReportRequest("verslag");
  *request.mutable_report()->mutable_embargo_time() =
      ToTimestamp(absl::Now() + absl::Hours(24));
  ASSERT_THAT(CallRpc(As("overijssel"),
                      &pb::ReportingService::Stub::CreateReport, request),
              IsOk());
  const std::string asked =
      " kinds: EVENT_KIND_REPORTING reporting_revision: 1";
  EXPECT_THAT(*Stream("coa", "scope: 'countries/nl'" + asked), IsEmpty());
  EXPECT_THAT(IdsOf(*Stream("overijssel", "scope: 'provinces/pv23'" + asked)),
              ElementsAre("reporting/2"));
  EXPECT_THAT(
      IdsOf(*Stream("zwolle", absl::StrCat("scope: '", kZwolle, "'", asked))),
      ElementsAre("reporting/2"));
  // As the audit trail has it.
  pb::ListRevisionsRequest revisions;
  const auto trail =
      CallRpc(As("coa"), &pb::ReportingService::Stub::ListRevisions, revisions);
  ASSERT_THAT(trail, IsOk());
  EXPECT_THAT(trail->revisions(0).areas(), IsEmpty());
}

}  // namespace
}  // namespace opvang::reporting
