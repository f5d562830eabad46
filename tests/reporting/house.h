// The four services in this process, each on its own schema, and clients of
// reporting that call as different organisations.
#ifndef OPVANG_TESTS_REPORTING_HOUSE_H_
#define OPVANG_TESTS_REPORTING_HOUSE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/net/actor_claim.h"
#include "services/housing/housing_service.h"
#include "services/locations/location_service.h"
#include "services/quotas/quota_service.h"
#include "services/reporting/report_service.h"
#include "tests/support/actor_key.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/municipalities.h"
#include "tests/support/test_database.h"

namespace opvang::reporting {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;

inline constexpr char kVerslag[] = "provinces/pv23/reports/verslag";

// Who calls. Each has an OIN of its own.
Organisation Ministry();
Organisation Province(const std::string& scope = "provinces/pv23");
Organisation Region(const std::string& scope = "regions/ijsselland");
Organisation Town(const std::string& scope = kZwolle);
Organisation Other(Role role);

class House {
 public:
  House();

  using Stub = pb::ReportingService::Stub;
  Stub& As(const Organisation& who);
  // Where reporting listens for `who`.
  std::string AddressFor(const Organisation& who);
  // Calls reporting as `who`; `actor`, where one is given, is proved.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(
      const Organisation& who,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& actor = "") {
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(30));
    if (!actor.empty()) {
      context.AddMetadata(
          "x-opvang-actor",
          *SignActor(TestActorKey().private_pem, actor, absl::Now()));
    }
    Response response;
    const grpc::Status status = (As(who).*method)(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }

  // A step that is taken once: every request has an id of its own.
  template <typename Request>
  Request New(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_request_id(UuidFor(absl::StrCat("step ", ++count_)));
    return request;
  }

  // Reporting starts again, and reads its tables anew.
  void Restart() { callers_.clear(); }

  // Delivers, as the ministry, what is written in text format.
  void Quotas(const std::string& text);
  void Locations(const std::string& text);
  void Housing(const std::string& text);
  void Texts(const std::string& text);

  // The bytes of a printed report.
  std::string Render(const Organisation& who, const std::string& name,
                     pb::RenderReportRequest::Format format,
                     pb::Edition edition = pb::EDITION_UNSPECIFIED);

  // Whom reporting may post to, which it does not within an hour.
  WebhookOptions webhooks{.hosts = *AllowedHosts::Parse("events.example.nl"),
                          .private_key = {},
                          .origin = "opvang.example.nl",
                          .ca_file = {},
                          .poll = absl::Hours(1)};
  FixedClock clock{absl::FromUnixSeconds(1730000000)};
  TestDatabase quotas_db{"quotas"}, locations_db{"locations"},
      housing_db{"housing"}, db{"reporting"};

 private:
  std::unique_ptr<Organisations> ministry_ =
      Organisations::Loopback(Ministry());
  quotas::QuotaService quotas_{*quotas_db, clock, *ministry_};

 public:
  InProcess quotas_server{quotas_};

 private:
  locations::LocationService locations_{*locations_db, clock, *ministry_};

 public:
  InProcess locations_server{locations_};

 private:
  housing::HousingService housing_{
      *housing_db, clock, *ministry_,
      q::QuotaService::NewStub(quotas_server.channel())};

 public:
  InProcess housing_server{housing_};

 private:
  struct Caller {
    std::unique_ptr<Organisations> only;
    std::unique_ptr<ReportingService> service;
    std::unique_ptr<InProcess> server;
    std::unique_ptr<Stub> stub;
  };
  std::map<std::string, Caller> callers_;  // By OIN.
  int count_ = 0;
};

// A cycle and the target of Zwolle; a location of 300 places there.
extern const char kCycle[];
extern const char kRol[];

// What is asked to make a provincial report of Overijssel.
pb::CreateReportRequest ReportRequest(const std::string& id);

}  // namespace opvang::reporting

#endif  // OPVANG_TESTS_REPORTING_HOUSE_H_
