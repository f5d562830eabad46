#include "tests/fuzz/house.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/calendar.h"
#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/net/reply.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/test/default_reactor_test_peer.h"
#include "services/cli/load/load.h"
#include "services/housing/housing_service.h"
#include "services/locations/location_service.h"
#include "services/quotas/quota_service.h"
#include "services/reporting/report_service.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/no_database.h"

namespace opvang::fuzz {
namespace {

using google::protobuf::Message;
using Context = grpc::CallbackServerContext;

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

// What clients of ours take of an answer's details.
constexpr size_t kDetailsBytesMax = size_t{1} << 20;

// An answer can be read by whoever gets it.
template <typename Response>
void CheckAnswer(const Response& response) {
  Response again;
  OPVANG_HOLDS(again.ParseFromString(response.SerializeAsString()));
}

// What is sent of a refusal can be read; and no handler fails.
absl::Status CheckRefusal(const grpc::Status& status) {
  OPVANG_HOLDS(status.error_code() != grpc::StatusCode::INTERNAL);
  OPVANG_HOLDS(status.error_code() != grpc::StatusCode::UNKNOWN);
  OPVANG_HOLDS(status.error_code() != grpc::StatusCode::DATA_LOSS);
  OPVANG_HOLDS(status.error_details().size() <= kDetailsBytesMax);
  absl::Status told = FromGrpc(status);
  CheckTold(told);
  return told;
}

template <typename Service, typename Request, typename Response>
Method MethodOf(Service& service, grpc::ServerUnaryReactor* (Service::*method)(
                                      Context*, const Request*, Response*)) {
  return {.descriptor = nullptr,
          .request = &Request::default_instance(),
          .call = [&service, method](const Messages& messages) {
            Context context;
            grpc::testing::DefaultReactorTestPeer peer(&context);
            Response response;
            (service.*method)(
                &context, static_cast<const Request*>(messages.front().get()),
                &response);
            OPVANG_HOLDS(peer.test_status_set());
            if (peer.test_status().ok()) CheckAnswer(response);
            return CheckRefusal(peer.test_status());
          }};
}

// A stream of requests, as gRPC would hand them over.
template <typename Request>
class Requests : public grpc::ServerCallbackReader<Request> {
 public:
  explicit Requests(grpc::ServerReadReactor<Request>* reactor)
      : reactor_(reactor) {
    this->BindReactor(reactor);
  }
  grpc::Status Send(const Messages& messages) {
    for (const auto& message : messages) {
      if (wanted_ == nullptr) break;
      std::exchange(wanted_, nullptr)
          ->CopyFrom(static_cast<const Request&>(*message));
      reactor_->OnReadDone(true);
    }
    if (std::exchange(wanted_, nullptr)) reactor_->OnReadDone(false);
    OPVANG_HOLDS(status_.has_value());
    reactor_->OnDone();
    return *status_;
  }

  void Finish(grpc::Status status) override { status_ = std::move(status); }
  void SendInitialMetadata() override {}
  void Read(Request* request) override { wanted_ = request; }

 private:
  grpc::internal::ServerReactor* reactor() override { return reactor_; }
  void CallOnDone() override {}

  grpc::ServerReadReactor<Request>* reactor_;
  Request* wanted_ = nullptr;
  std::optional<grpc::Status> status_;
};

template <typename Service, typename Request, typename Response>
Method MethodOf(Service& service, grpc::ServerReadReactor<Request>* (
                                      Service::*method)(Context*, Response*)) {
  return {.descriptor = nullptr,
          .request = &Request::default_instance(),
          .call = [&service, method](const Messages& messages) {
            Context context;
            Response response;
            const grpc::Status status =
                Requests<Request>((service.*method)(&context, &response))
                    .Send(messages);
            if (status.ok()) CheckAnswer(response);
            return CheckRefusal(status);
          }};
}

// A stream of answers, each taken at once.
template <typename Response>
class Answers : public grpc::ServerCallbackWriter<Response> {
 public:
  explicit Answers(grpc::ServerWriteReactor<Response>* reactor)
      : reactor_(reactor) {
    this->BindReactor(reactor);
  }
  grpc::Status Take() {
    while (std::exchange(is_waiting_, false)) reactor_->OnWriteDone(true);
    // Who follows what comes goes.
    if (!status_.has_value()) reactor_->OnCancel();
    OPVANG_HOLDS(status_.has_value());
    reactor_->OnDone();
    return *status_;
  }

  void Finish(grpc::Status status) override { status_ = std::move(status); }
  void SendInitialMetadata() override {}
  void Write(const Response* response, grpc::WriteOptions) override {
    CheckAnswer(*response);
    is_waiting_ = true;
  }
  void WriteAndFinish(const Response* response, grpc::WriteOptions options,
                      grpc::Status status) override {
    Write(response, options);
    Finish(std::move(status));
  }

 private:
  grpc::internal::ServerReactor* reactor() override { return reactor_; }
  void CallOnDone() override {}

  grpc::ServerWriteReactor<Response>* reactor_;
  bool is_waiting_ = false;
  std::optional<grpc::Status> status_;
};

template <typename Service, typename Request, typename Response>
Method MethodOf(Service& service,
                grpc::ServerWriteReactor<Response>* (Service::*method)(
                    Context*, const Request*)) {
  return {.descriptor = nullptr,
          .request = &Request::default_instance(),
          .call = [&service, method](const Messages& messages) {
            Context context;
            return CheckRefusal(
                Answers<Response>(
                    (service.*method)(&context, static_cast<const Request*>(
                                                    messages.front().get())))
                    .Take());
          }};
}

std::unique_ptr<Database> NoDatabaseOf(const char* schema) {
  DatabaseOptions options;
  options.schema = schema;
  return *Database::Open(options);
}

// The services; the three that others ask stand behind servers of this process.
struct House {
  House() {
    grpc::ServerBuilder builder, housing_builder;
    builder.RegisterService(&quotas);
    builder.RegisterService(&locations);
    server = builder.BuildAndStart();
    const auto channel = server->InProcessChannel({});
    housing = std::make_unique<housing::HousingService>(
        *housing_db, clock, *organisations, q::QuotaService::NewStub(channel));
    housing_builder.RegisterService(housing.get());
    housing_server = housing_builder.BuildAndStart();
    reporting = std::make_unique<reporting::ReportingService>(
        *reporting_db, clock, *organisations,
        reporting::Sources{.quotas = q::QuotaService::NewStub(channel),
                           .locations = l::LocationService::NewStub(channel),
                           .housing = h::HousingService::NewStub(
                               housing_server->InProcessChannel({}))});
  }

  FixedClock clock{absl::FromUnixSeconds(1730466000)};  // 1 November 2024.
  std::unique_ptr<Organisations> organisations = Organisations::Loopback({});
  std::unique_ptr<Database> quotas_db = NoDatabaseOf("quotas"),
                            locations_db = NoDatabaseOf("locations"),
                            housing_db = NoDatabaseOf("housing"),
                            reporting_db = NoDatabaseOf("reporting");
  quotas::QuotaService quotas{*quotas_db, clock, *organisations};
  locations::LocationService locations{*locations_db, clock, *organisations};
  std::unique_ptr<housing::HousingService> housing;
  std::unique_ptr<reporting::ReportingService> reporting;
  std::unique_ptr<grpc::Server> server, housing_server;
};

template <typename Service>
Service& Served(Service& service) {
  return service;
}
template <typename Service>
Service& Served(std::unique_ptr<Service>& service) {
  return *service;
}

std::vector<Method> MethodsOf(House& house) {
  std::vector<Method> methods;
  const auto add = [&](const google::protobuf::FileDescriptor* file,
                       const char* name, Method method) {
    method.descriptor = file->service(0)->FindMethodByName(name);
    OPVANG_HOLDS(method.descriptor != nullptr);
    methods.push_back(std::move(method));
  };
  using nl::opvang::housing::v1::Placement;
  using nl::opvang::locations::v1::Location;
  using nl::opvang::quotas::v1::QuotaEntry;
  using nl::opvang::reporting::v1::Report;
#define OPVANG_METHOD(service, Message, Name) \
  add(Message::descriptor()->file(), #Name,   \
      MethodOf(                               \
          Served(house.service),              \
          &std::remove_reference_t<decltype(Served(house.service))>::Name));
#include "methods.inc"
#undef OPVANG_METHOD
  return methods;
}

void Keep(const std::string& method, const Organisation& caller,
          const Message& request) {
  Messages messages;
  messages.emplace_back(request.New());
  messages.back()->CopyFrom(request);
  const absl::Status status = Ask(*FindMethod(method), caller, messages);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  OPVANG_HOLDS(status.ok());
}

// One folder of the sample.
void KeepFolder(const std::string& folder, const std::string& parent,
                const Organisation& caller) {
  std::vector<std::string> faults;
  const cli::Delivery delivery =
      cli::ReadFolder(absl::StrCat(OPVANG_SOURCE_DIR,
                                   "/deploy/sample/overijssel-2024/", folder),
                      parent, faults);
  OPVANG_HOLDS(faults.empty());
  Keep("DeliverQuotas", caller, delivery.quotas);
  Keep("DeliverLocations", caller, delivery.locations);
  Keep("DeliverHousing", caller, delivery.housing);
  Keep("DeliverTexts", caller, delivery.reporting);
}

// The kinds that a schema is born with.
void KeepKinds() {
  l::DeliverLocationsRequest locations;
  locations.set_parent("countries/nl");
  using Kind = l::LocationKind;
  const auto add = [&](std::vector<const char*> codes, Kind::Purpose purpose,
                       const char* rule) {
    for (const char* code : codes) {
      Kind& kind = *locations.add_kinds();
      kind.set_code(code);
      kind.set_display_name(code);
      kind.set_purpose(purpose);
      kind.set_quota_rule(rule);
      kind.set_source("as in the migrations");
    }
  };
  add({"azc", "amv-poa", "gex", "ks", "kwv", "rol", "tgo"},
      Kind::PURPOSE_ASYLUM, "yes");
  add({"no"}, Kind::PURPOSE_ASYLUM, "window");
  add({"cno"}, Kind::PURPOSE_ASYLUM, "no");
  add({"dsl", "har", "kso", "kwg"}, Kind::PURPOSE_STATUS_HOLDERS, "no");
  add({"goo"}, Kind::PURPOSE_UKRAINE, "no");
  Keep("DeliverLocations", Callers()[4], locations);
  h::DeliverHousingRequest housing;
  housing.set_parent("countries/nl");
  for (const char* code :
       {"home", "self_found", "dsl", "har", "nidos", "other", "rol"}) {
    h::PlacementKind& kind = *housing.add_placement_kinds();
    kind.set_code(code);
    kind.set_display_name(code);
    kind.set_counts(std::string(code) != "rol");
    kind.set_source("as in the migrations");
  }
  Keep("DeliverHousing", Callers()[4], housing);
}

void KeepReport(const std::string& parent, const std::string& id,
                r::ReportKind kind) {
  r::CreateReportRequest request;
  request.set_parent(parent);
  request.set_report_id(id);
  r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  const auto day = [](int year, int month, int of_month) {
    return ToProto(absl::CivilDay(year, month, of_month));
  };
  *spec.mutable_as_of_date() = day(2024, 10, 31);
  *spec.mutable_ukraine_date() = day(2025, 1, 1);
  *spec.mutable_placements_date() = day(2024, 9, 15);
  spec.set_kind(kind);
  spec.set_cycle("cycles/2024");
  spec.set_rule_set("cycle-2024");
  spec.set_half_year("2024-h2");
  request.set_request_id(UuidFor(parent + id));
  Keep("CreateReport", Callers()[2], request);
}

}  // namespace

void Prepare() {
  SetKeeping(true);
  KeepKinds();
  KeepFolder("0-national", "countries/nl", Callers()[4]);
  KeepFolder("1-memo", "provinces/pv23", Callers()[2]);
  KeepReport("provinces/pv23", "memo", r::REPORT_KIND_PROVINCIAL_REPORT);
  KeepReport("regions/ijsselland", "plan", r::REPORT_KIND_REGIONAL_PLAN);
  SetKeeping(false);
}

const std::vector<Organisation>& Callers() {
  static const auto* const kCallers = [] {
    const std::pair<Role, const char*> scopes[] = {
        {Role::kMunicipality, "municipalities/gm0193"},
        {Role::kRegion, "regions/ijsselland"},
        {Role::kProvince, "provinces/pv23"},
        {Role::kCoa, ""},
        {Role::kMinistry, ""},
        {Role::kJob, ""},
        {Role::kAuditor, ""},
        {Role::kHousing, ""},
        {Role::kReporting, ""}};
    auto* callers = new std::vector<Organisation>();
    for (const auto& [role, scope] : scopes) {
      Organisation& caller = callers->emplace_back();
      caller.role = role;
      caller.scope = scope;
      caller.name = NameOf(caller.role);
      caller.oin =
          absl::StrCat("0000000100000000000", static_cast<int>(caller.role));
    }
    return callers;
  }();
  return *kCallers;
}

const std::vector<Method>& Methods() {
  static auto* const kHouse = new House();
  static const auto* const kMethods =
      new std::vector<Method>(MethodsOf(*kHouse));
  return *kMethods;
}

const Method* FindMethod(absl::string_view name) {
  for (const Method& method : Methods()) {
    if (method.descriptor->name() == name) return &method;
  }
  return nullptr;
}

bool ReadText(absl::string_view text, Message& message) {
  struct Silent : google::protobuf::io::ErrorCollector {
    void AddError(int, int, const std::string&) override {}
  } silent;
  google::protobuf::TextFormat::Parser parser;
  parser.AllowUnknownField(true);
  parser.RecordErrorsTo(&silent);
  return parser.ParseFromString(std::string(text), &message);
}

absl::Status Ask(const Method& method, const Organisation& caller,
                 const Messages& messages) {
  SetCaller(caller);
  return method.call(messages);
}

}  // namespace opvang::fuzz
