// Through every door: every read of the four services, by ten who may not know,
// about every area and name, of every revision and day, in every edition and
// format. Nothing may tell an exploration, or what is protected.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <regex>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "google/protobuf/dynamic_message.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/reporting/house.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
namespace l = nl::opvang::locations::v1;
namespace q = nl::opvang::quotas::v1;
namespace h = nl::opvang::housing::v1;

// What stands for the protected ones, and for the exploration: ids last.
const std::vector<std::string> kProtected = {
    "zonnebloem", "regenboogvilla", "sterrenkijkerspad",
    "maankapel",  "poolsterhof",    "dwergplaneet",
    "huis-7",     "schip-8",        "dsl-9"};
const std::vector<std::string> kExplored = {"kometenhof", "melkweg",
                                            "verkenning-6"};

constexpr char kWorld[] = R"(
    parent: 'municipalities/gm0193'
    locations { name: 'municipalities/gm0193/locations/huis-7'
                display_name: 'Zonnebloemhoeve' kind: 'kwv'
                operator: OPERATOR_COA address: 'Sterrenkijkerspad 17'
                remark: 'achter de Maankapel' source: 'brief zonnebloemhoeve' }
    state_entries { location: 'municipalities/gm0193/locations/huis-7'
                    state: LOCATION_STATE_OPEN
                    start_date { year: 2024 month: 1 day: 1 }
                    source: 'besluit Regenboogvilla'
                    reason: 'de Regenboogvilla heet nu Zonnebloemhoeve' }
    place_entries { location: 'municipalities/gm0193/locations/huis-7'
                    group: PLACE_GROUP_AMV basis: BASIS_DECIDED
                    start_date { year: 2024 month: 1 day: 1 } place_count: 24
                    decision: 'raadsbesluit Sterrenkijkerspad 17'
                    source: 'overeenkomst zonnebloemhoeve-noord' }
    occupancies { location: 'municipalities/gm0193/locations/huis-7'
                  count_date { year: 2024 month: 10 day: 1 } person_count: 20
                  source: 'telling Zonnebloemhoeve' }
    locations { name: 'municipalities/gm0193/locations/schip-8'
                display_name: 'Poolsterhof' kind: 'goo' special_group: 'zorg'
                operator: OPERATOR_COLLEGE source: 'x' }
    state_entries { location: 'municipalities/gm0193/locations/schip-8'
                    state: LOCATION_STATE_OPEN
                    start_date { year: 2024 month: 1 day: 1 }
                    source: 'poolsterhof' }
    place_entries { location: 'municipalities/gm0193/locations/schip-8'
                    group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED
                    start_date { year: 2024 month: 1 day: 1 } place_count: 30
                    decision: 'd' source: 'x' }
    locations { name: 'municipalities/gm0193/locations/dsl-9'
                display_name: 'Dwergplaneet' kind: 'dsl'
                operator: OPERATOR_COLLEGE address_protected: true
                source: 'x' }
    state_entries { location: 'municipalities/gm0193/locations/dsl-9'
                    state: LOCATION_STATE_OPEN
                    start_date { year: 2024 month: 1 day: 1 }
                    source: 'dwergplaneet' }
    locations { name: 'municipalities/gm0193/locations/open'
                display_name: 'Markt' kind: 'azc' operator: OPERATOR_COA
                address: 'Markt 1' remark: 'net als de ZONNEBLOEMHOEVE'
                source: 'x' }
    state_entries { location: 'municipalities/gm0193/locations/open'
                    state: LOCATION_STATE_OPEN
                    start_date { year: 2024 month: 1 day: 1 } source: 'x' }
    place_entries { location: 'municipalities/gm0193/locations/open'
                    group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED
                    start_date { year: 2024 month: 1 day: 1 } place_count: 200
                    decision: 'd' source: 'x' })";

// The four services as one caller meets them.
struct Doors {
  Doors(House& house, Organisation caller)
      : who(std::move(caller)),
        only(Organisations::Loopback(who)),
        quotas(*house.quotas_db, house.clock, *only),
        quotas_server(quotas),
        locations(*house.locations_db, house.clock, *only),
        locations_server(locations),
        housing(*house.housing_db, house.clock, *only,
                q::QuotaService::NewStub(house.quotas_server.channel())),
        housing_server(housing) {}
  const Organisation who;
  std::unique_ptr<Organisations> only;
  quotas::QuotaService quotas;
  InProcess quotas_server;
  locations::LocationService locations;
  InProcess locations_server;
  housing::HousingService housing;
  InProcess housing_server;
};

class SideDoorsTest : public testing::Test {
 protected:
  SideDoorsTest() : zwolle_(house_, Town(kZwolle)) {
    house_.Quotas(kCycle);
    house_.Locations(
        "parent: 'municipalities/gm0193' locations { name: "
        "'municipalities/gm0193/locations/huis-7' display_name: "
        "'Regenboogvilla' kind: 'kwv' operator: OPERATOR_COA source: 'x' }");
    house_.Locations(kWorld);
    Explore();
    house_.Texts(
        "parent: 'provinces/pv23' texts { subject: 'provinces/pv23' kind: "
        "KIND_RISK position: 1 start_date { year: 2024 month: 10 day: 1 } "
        "title: 'Rond de zonnebloemhoeve' body: 'Buren van de "
        "Zonnebloemhoeve-noord, Sterrenkijkerspad 17.' source: 'brief' } "
        "texts { subject: 'municipalities/gm0193' kind: KIND_EXPLANATION "
        "position: 1 start_date { year: 2024 month: 10 day: 1 } body: 'De "
        "REGENBOOGVILLA bestond al; Poolsterhof en dwergplaneet ook.' source: "
        "'brief' }");
    MakeReports();
  }

  void Explore() {
    auto create = Proto<l::CreateLocationRequest>(
        R"pb(parent: 'municipalities/gm0193'
             location_id: 'verkenning-6'
             location {
               display_name: 'Kometenhof'
               kind: 'azc'
               operator: OPERATOR_COA
               address: 'Melkwegplein 3'
               source: 'college'
             })pb");
    create.set_request_id(UuidFor("explore"));
    ASSERT_THAT(CallRpc(*l::LocationService::NewStub(
                            zwolle_.locations_server.channel()),
                        &l::LocationService::Stub::CreateLocation, create),
                IsOk());
  }

  void MakeReports() {
    ASSERT_THAT(house_.Call(Ministry(), &House::Stub::CreateReport,
                            ReportRequest("concept")),
                IsOk());
    pb::CreateReportRequest plan = ReportRequest("plan");
    plan.set_parent("regions/ijsselland");
    plan.mutable_report()->mutable_spec()->set_kind(
        pb::REPORT_KIND_REGIONAL_PLAN);
    const auto made = house_.Call(Ministry(), &House::Stub::CreateReport, plan);
    ASSERT_THAT(made, IsOk());
    for (const auto& row : made->content().municipalities()) {
      auto confirm = house_.New<pb::ConfirmFiguresRequest>(made->name());
      confirm.set_municipality(row.municipality());
      confirm.set_letter("brief");
      ASSERT_THAT(house_.Call(Region(), &House::Stub::ConfirmFigures, confirm),
                  IsOk());
    }
    auto adopt = house_.New<pb::AdoptReportRequest>(made->name());
    adopt.set_subject("regions/ijsselland");
    adopt.set_letter("vergadering");
    ASSERT_THAT(house_.Call(Region(), &House::Stub::AdoptReport, adopt),
                IsOk());
    const std::string page = house_.Render(
        Ministry(), made->name(), pb::RenderReportRequest::FORMAT_HTML);
    const std::regex figure("data-figure=\"([^\"]*)\"");
    for (std::sregex_iterator at(page.begin(), page.end(), figure), end;
         at != end; ++at) {
      figures_.push_back((*at)[1]);
    }
    ASSERT_THAT(page, testing::HasSubstr("Zonnebloemhoeve"))
        << "who is told reads it";
  }

  const std::string& AnyOf(const std::vector<std::string>& all) {
    return all[random_() % all.size()];
  }

  // A question about anything that there is, and some that there is not.
  void Fill(Message& request) {
    static const std::vector<std::string> kAreas = {
        "municipalities/gm0193", "municipalities/gm0193", "regions/ijsselland",
        "provinces/pv23",        "countries/nl",          "municipalities/-"};
    static const std::vector<std::string> kLocations = {
        "municipalities/gm0193/locations/huis-7",
        "municipalities/gm0193/locations/schip-8",
        "municipalities/gm0193/locations/dsl-9",
        "municipalities/gm0193/locations/verkenning-6",
        "municipalities/gm0193/locations/beschermd-1",
        "municipalities/gm0193/locations/open"};
    static const std::vector<std::string> kReports = {
        "regions/ijsselland/reports/plan", "provinces/pv23/reports/concept"};
    const bool of_reports =
        absl::StrContains(request.GetDescriptor()->full_name(), "reporting");
    const std::string& asked = request.GetDescriptor()->name();
    const auto& reflection = *request.GetReflection();
    for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = request.GetDescriptor()->field(i);
      const std::string& name = field->name();
      if (field->is_repeated() || name == "page_token") continue;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        std::string value;
        if (name == "parent" || name == "subject") {
          const bool one =
              name == "parent" &&
              (asked == "ListLifeEventsRequest" || random_() % 4 == 0);
          value = AnyOf(one ? kLocations : kAreas);
        } else if (name == "name" || name == "other") {
          value = of_reports                   ? AnyOf(kReports)
                  : asked == "GetCycleRequest" ? "cycles/2024"
                                               : AnyOf(kLocations);
        } else if (name == "figure") {
          value = AnyOf(figures_);
        } else if (name == "cycle") {
          value = "cycles/2024";
        } else if (name == "rule_set") {
          value = "cycle-2024";
        } else if (absl::EndsWith(name, "half_year") || name == "period") {
          value = "2024-h2";
        } else if (name == "municipality") {
          value = kZwolle;
        }
        reflection.SetString(&request, field, value);
      } else if (name == "page_size") {
        reflection.SetInt32(&request, field, 1000);
      } else if (absl::EndsWith(name, "revision")) {
        // That of another service is its own to choose.
        reflection.SetInt64(
            &request, field,
            name == "revision" ? static_cast<int64_t>(random_() % 6) : 0);
      } else if (name == "reference_year") {
        reflection.SetInt32(&request, field, 2022);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        reflection.SetEnumValue(
            &request, field,
            static_cast<int>(random_() % field->enum_type()->value_count()));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
        reflection.SetBool(&request, field, random_() % 2 == 0);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 field->message_type()->full_name() == "google.type.Date") {
        const int month = 1 + static_cast<int>(random_() % 12);
        absl::CivilDay day(2024, month, 1);
        if (asked == "ListClosingsRequest") day = absl::CivilDay(2025, 1, 2);
        if (absl::StrContains(name, "end")) day = absl::CivilDay(2026, 2, 1);
        if (name == "realisation_end_date") day = absl::CivilDay(2025, 7, 2);
        if (name == "window_start_date") day = absl::CivilDay(2025, 7, 1);
        reflection.MutableMessage(&request, field)->CopyFrom(ToProto(day));
      }
    }
  }

  // Everything that an answer or a refusal says.
  std::string Ask(grpc::Channel& channel, const MethodDescriptor& method,
                  const Message& request, bool& answered) {
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(30));
    const std::string bytes = request.SerializeAsString();
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer sent(&slice, 1);
    grpc::ByteBuffer received;
    grpc::Status status;
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(channel_of_[&channel]);
    auto call = stub.PrepareUnaryCall(
        &context,
        absl::StrCat("/", method.service()->full_name(), "/", method.name()),
        sent, &queue);
    call->StartCall();
    call->Finish(&received, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    answered = status.ok();
    if (!status.ok()) {
      return absl::StrCat(status.error_message(), status.error_details());
    }
    grpc::Slice all;
    received.DumpToSingleSlice(&all);
    const std::unique_ptr<Message> answer(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(method.output_type())
            ->New());
    answer->ParseFromArray(all.begin(), static_cast<int>(all.size()));
    return answer->DebugString();
  }

  // What a file says, unpacked where it is a package.
  static std::string Unpacked(const std::string& bytes) {
    if (!absl::StartsWith(bytes, "PK")) return bytes;
    const std::string path =
        testing::TempDir() + "/side-door-" + std::to_string(getpid()) + ".zip";
    std::ofstream(path, std::ios::binary) << bytes;
    FILE* pipe = popen(("unzip -p '" + path + "'").c_str(), "r");
    std::string all;
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof(part), pipe)) > 0;) {
      all.append(part, n);
    }
    EXPECT_EQ(pclose(pipe), 0);
    remove(path.c_str());
    return all;
  }

  // None of `markers` is told, but what the question itself said.
  void Expect(const std::vector<std::string>& markers, const std::string& told,
              const std::string& asked, const std::string& where) {
    const std::string small = absl::AsciiStrToLower(told);
    for (const std::string& marker : markers) {
      if (!absl::StrContains(small, marker) ||
          absl::StrContains(absl::AsciiStrToLower(asked), marker)) {
        continue;
      }
      ADD_FAILURE() << marker << " is told: " << where << "\n"
                    << asked << "\n"
                    << told.substr(
                           std::max<size_t>(small.find(marker), 200) - 200,
                           400);
    }
  }

  // Every read of `doors` some times over; answers how many there were.
  int Walk(Doors& doors, const std::vector<std::string>& markers, int rounds) {
    const auto reporting = *Connect(house_.AddressFor(doors.who), "");
    const std::vector<std::pair<const google::protobuf::ServiceDescriptor*,
                                std::shared_ptr<grpc::Channel>>>
        services = {{q::QuotaEntry::descriptor()->file()->service(0),
                     doors.quotas_server.channel()},
                    {l::Location::descriptor()->file()->service(0),
                     doors.locations_server.channel()},
                    {h::Balance::descriptor()->file()->service(0),
                     doors.housing_server.channel()},
                    {pb::Report::descriptor()->file()->service(0), reporting}};
    int reads = 0;
    for (const auto& [service, channel] : services) {
      channel_of_[channel.get()] = channel;
      for (int m = 0; m < service->method_count(); ++m) {
        const MethodDescriptor& method = *service->method(m);
        if (method.server_streaming() || method.client_streaming()) continue;
        bool reads_only = false;
        for (const char* verb :
             {"Get", "List", "Compute", "Explain", "Compare", "Verify"}) {
          reads_only |= absl::StartsWith(method.name(), verb);
        }
        if (!reads_only || method.name() == "ExplainFinding") continue;
        for (int round = 0; round < rounds; ++round) {
          const std::unique_ptr<Message> request(
              google::protobuf::MessageFactory::generated_factory()
                  ->GetPrototype(method.input_type())
                  ->New());
          Fill(*request);
          bool answered = false;
          const std::string told = Ask(*channel, method, *request, answered);
          answered_[method.name()] += answered;
          Expect(markers, told, request->DebugString(),
                 absl::StrCat(method.name(), " by ", doors.who.scope));
          ++reads;
        }
      }
    }
    return reads + Print(doors, markers);
  }

  int Print(Doors& doors, const std::vector<std::string>& markers) {
    int prints = 0;
    for (const char* name : {"regions/ijsselland/reports/plan",
                             "provinces/pv23/reports/concept"}) {
      for (int format = pb::RenderReportRequest::FORMAT_JSON;
           format <= pb::RenderReportRequest::Format_MAX; ++format) {
        if (format == pb::RenderReportRequest::FORMAT_PDF) continue;
        for (int edition = 0; edition <= pb::Edition_MAX; ++edition) {
          for (const bool memo : {false, true}) {
            pb::RenderReportRequest request;
            request.set_name(name);
            request.set_format(
                static_cast<pb::RenderReportRequest::Format>(format));
            request.set_edition(static_cast<pb::Edition>(edition));
            if (memo) {
              request.set_form(pb::RenderReportRequest::FORM_MEMO);
              request.set_municipality(kZwolle);
            }
            grpc::ClientContext context;
            SetDeadline(context, absl::Now() + absl::Seconds(60));
            const auto reader =
                house_.As(doors.who).RenderReport(&context, request);
            std::string bytes;
            for (pb::RenderReportResponse part; reader->Read(&part);) {
              bytes += part.chunk();
            }
            const grpc::Status status = reader->Finish();
            answered_["RenderReport"] += status.ok();
            Expect(markers, Unpacked(bytes) + status.error_message(),
                   request.DebugString(),
                   absl::StrCat("RenderReport by ", doors.who.scope));
            ++prints;
          }
        }
      }
    }
    return prints;
  }

  House house_;
  Doors zwolle_;
  std::vector<std::string> figures_;
  std::map<grpc::Channel*, std::shared_ptr<grpc::Channel>> channel_of_;
  std::map<std::string, int> answered_;
  const unsigned seed_ = Seed();
  std::mt19937 random_{seed_};
};

TEST_F(SideDoorsTest, NobodyReadsWhatIsNotForThem) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  std::vector<std::string> all = kProtected;
  all.insert(all.end(), kExplored.begin(), kExplored.end());
  int reads = 0;
  for (const Organisation& who :
       {Town("municipalities/gm0153"), Town("municipalities/gm0166"),
        Town("municipalities/gm0034"), Town("municipalities/gm0150"),
        Region("regions/twente"), Region("regions/achterhoek"),
        Region("regions/foodvalley"), Province("provinces/pv24"),
        Province("provinces/pv25"), Province("provinces/pv20")}) {
    Doors doors(house_, who);
    reads += Walk(doors, all, 5);
  }
  // An exploration is its municipality's own, whoever else looks.
  for (const Organisation& who :
       {Region(), Province(), Other(Role::kCoa), Ministry(), Other(Role::kJob),
        Other(Role::kAuditor)}) {
    Doors doors(house_, who);
    reads += Walk(doors, kExplored, 2);
  }
  // Of these there are none here.
  const std::set<std::string> none = {
      "ComputeIndicativeSplit", "GetDecision", "GetSubscription",
      "GetRedistribution",      "GetSplit",    "GetTransfer"};
  // What was only asked wrongly by chance is asked again.
  const auto is_unanswered = [&](const auto& one) {
    return one.second == 0 && !none.contains(one.first);
  };
  for (int more = 0; more < 10 && std::any_of(answered_.begin(),
                                              answered_.end(), is_unanswered);
       ++more) {
    Doors doors(house_, Province("provinces/pv24"));
    reads += Walk(doors, all, 5);
  }
  int answered = 0;
  for (const auto& [method, count] : answered_) {
    answered += count;
    EXPECT_NE(count > 0, none.contains(method)) << method;
  }
  std::printf("seed %u, %d reads, %d answered\n", seed_, reads, answered);
  EXPECT_GT(reads, 3000);
}

// The walk sees what there is to see.
TEST_F(SideDoorsTest, WhoIsToldReadsIt) {
  std::string told;
  const auto stub =
      l::LocationService::NewStub(zwolle_.locations_server.channel());
  auto request =
      Proto<l::ListLocationsRequest>(R"pb(parent: 'municipalities/gm0193')pb");
  told = absl::AsciiStrToLower(
      CallRpc(*stub, &l::LocationService::Stub::ListLocations, request)
          ->DebugString());
  for (const char* marker : {"zonnebloem", "regenboogvilla", "maankapel",
                             "sterrenkijkerspad", "kometenhof", "melkweg"}) {
    EXPECT_TRUE(absl::StrContains(told, marker)) << marker;
  }
}

}  // namespace
}  // namespace opvang::reporting
