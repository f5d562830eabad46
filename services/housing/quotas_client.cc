#include "services/housing/quotas_client.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/base/calendar.h"
#include "common/base/pages.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "services/housing/housing_errors.h"

namespace opvang::housing {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;

// Municipalities a page: forty half-years with their steps stay well below the
// four megabytes that a message may be.
constexpr int kPageSize = 100;
// How long a call waits for quotas, at most.
constexpr absl::Duration kTargetsMax = absl::Seconds(10);
// Targets that are held, of some 400 bytes each.
constexpr size_t kTargetsHeldMax = 50000;
const HalfYear kFirst = HalfYear::Of(absl::CivilDay(1900, 1, 1));

pb::TargetStep StepOf(const quotas::Obligation::Step& from) {
  pb::TargetStep step;
  step.set_basis(absl::AsciiStrToLower(
      quotas::QuotaEntry::Basis_Name(from.basis()).substr(6)));
  step.set_person_count(from.quota_count());
  if (from.has_change_count()) {
    step.set_change_person_count(from.change_count());
  }
  *step.mutable_start_date() = from.start_date();
  step.set_legal_basis(from.legal_basis());
  step.set_origin(from.origin());
  step.set_source(from.source());
  return step;
}

void Learn(const quotas::ListHousingTargetsResponse::MunicipalityTargets& from,
           Targets& targets) {
  auto& own = targets.by_municipality[from.municipality()];
  for (const quotas::Obligation& obligation : from.targets()) {
    const auto half_year = HalfYear::Parse(obligation.period());
    if (!half_year.has_value() || !obligation.has_quota_count()) continue;
    Target& target = own[*half_year];
    target.persons = obligation.quota_count();
    for (const auto& step : obligation.steps()) {
      target.steps.push_back(StepOf(step));
    }
  }
}

void Add(const std::string& subject, const std::string& half_year,
         pb::Statement statement, Targets& targets) {
  const auto parsed = HalfYear::Parse(half_year);
  if (!parsed.has_value()) return;
  targets.published.push_back({.subject = subject,
                               .half_year = *parsed,
                               .statement = std::move(statement)});
}

pb::Statement StatementOf(pb::Metric metric, int count,
                          const google::type::Date& date,
                          const std::string& source) {
  pb::Statement statement;
  statement.set_metric(metric);
  statement.set_person_count(count);
  *statement.mutable_statement_date() = date;
  statement.set_source(source);
  return statement;
}

// The last step holds; those before it were overtaken.
void LearnTotal(const quotas::Obligation& total, Targets& targets) {
  std::vector<quotas::Obligation::Step> steps(total.superseded_steps().begin(),
                                              total.superseded_steps().end());
  const size_t holding = total.steps().empty() ? 0 : 1;
  steps.insert(steps.end(), total.steps().begin(), total.steps().end());
  for (size_t i = 0; i < steps.size(); ++i) {
    pb::Statement statement =
        StatementOf(pb::METRIC_TARGET, steps[i].quota_count(),
                    steps[i].start_date(), steps[i].source());
    statement.set_superseded(i + holding < steps.size());
    Add(total.subject(), total.period(), std::move(statement), targets);
  }
}

// By half-year and day of publication: the last one seen by `as_of` holds, of
// one day the latest word alone was published.
void LearnNational(
    const google::protobuf::RepeatedPtrField<quotas::NationalTarget>& national,
    absl::CivilDay as_of, Targets& targets) {
  for (int i = 0; i < national.size(); ++i) {
    const absl::CivilDay day = DayOf(national[i].publish_date());
    if (day > as_of) continue;
    bool superseded = false, corrected = false;
    for (int k = i + 1; k < national.size(); ++k) {
      if (national[k].half_year() != national[i].half_year()) break;
      const absl::CivilDay later = DayOf(national[k].publish_date());
      corrected = corrected || later == day;
      superseded = superseded || (later > day && later <= as_of);
    }
    if (corrected) continue;
    pb::Statement statement =
        StatementOf(pb::METRIC_TARGET, national[i].person_count(),
                    national[i].publish_date(), national[i].source());
    statement.set_superseded(superseded);
    Add("countries/nl", national[i].half_year(), std::move(statement), targets);
  }
}

void LearnPublished(const quotas::ListHousingTargetsResponse& page,
                    absl::CivilDay as_of, Targets& targets) {
  for (const quotas::Obligation& total : page.stated_totals()) {
    LearnTotal(total, targets);
  }
  LearnNational(page.national_targets(), as_of, targets);
  for (const quotas::PublishedBalance& balance : page.published_balances()) {
    pb::Statement statement =
        StatementOf(pb::METRIC_OPENING, balance.person_count(),
                    balance.publish_date(), balance.source());
    statement.set_publisher(balance.publisher());
    Add(balance.subject(), balance.half_year(), std::move(statement), targets);
  }
}

// What quotas refuses for good is passed on; the rest may pass.
absl::Status StatusOf(const grpc::Status& answer) {
  const absl::Status status = FromGrpc(answer);
  const bool for_good = absl::IsOutOfRange(status) ||
                        absl::IsPermissionDenied(status) ||
                        absl::IsUnauthenticated(status);
  return status.ok() || for_good ? status : QuotasUnavailable(status);
}

absl::StatusOr<Targets> AskTargets(QuotasClient::Stub& stub,
                                   absl::Time deadline,
                                   const TargetsAsked& asked) {
  quotas::ListHousingTargetsRequest request;
  request.set_parent(asked.parent);
  request.set_first_half_year(
      std::max(asked.last - (kChainLength - 1), kFirst).Name());
  request.set_last_half_year(asked.last.Name());
  *request.mutable_as_of_date() = ToProto(asked.as_of);
  request.set_revision(asked.quotas_revision);
  request.set_page_size(kPageSize);
  Targets targets;
  using Response = quotas::ListHousingTargetsResponse;
  const auto ask = [&](const quotas::ListHousingTargetsRequest& page)
      -> absl::StatusOr<Response> {
    grpc::ClientContext context;
    SetDeadline(context, deadline);
    Response response;
    RETURN_IF_ERROR(
        StatusOf(stub.ListHousingTargets(&context, page, &response)));
    return response;
  };
  RETURN_IF_ERROR(ForEachPage(request, ask, [&](const Response& response) {
    targets.quotas_revision = response.revision();
    for (const auto& one : response.municipalities()) Learn(one, targets);
    LearnPublished(response, asked.as_of, targets);
  }));
  return targets;
}

// Whoever asks is told of its own field, not of one between two services.
absl::Status CheckPinned(const char* field, int64_t revision) {
  if (revision >= 0) return absl::OkStatus();
  return InvalidFields({{field, absl::StrCat("is ", revision,
                                             "; it must be 0 (now) or a "
                                             "revision")}});
}

// A read of little, whose answer tells the revision.
absl::StatusOr<int64_t> AskPresent(QuotasClient::Stub& stub) {
  grpc::ClientContext context;
  SetDeadline(context, DeadlineWithin(kTargetsMax, absl::InfiniteFuture()));
  quotas::ListCyclesResponse response;
  RETURN_IF_ERROR(StatusOf(stub.ListCycles(&context, {}, &response)));
  return response.revision();
}

}  // namespace

size_t CountOf(const Targets& targets) {
  size_t count = 1 + targets.published.size();
  for (const auto& [name, own] : targets.by_municipality) count += own.size();
  return count;
}

QuotasClient::QuotasClient(std::unique_ptr<Stub> stub)
    : stub_(std::move(stub)),
      present_([this] { return AskPresent(*stub_); }),
      cache_(kTargetsHeldMax) {}

absl::StatusOr<std::shared_ptr<const Targets>> QuotasClient::ReadTargets(
    absl::Time callers_deadline, TargetsAsked asked) {
  const absl::Time deadline = DeadlineWithin(kTargetsMax, callers_deadline);
  RETURN_IF_ERROR(CheckPinned("quotas_revision", asked.quotas_revision));
  if (asked.quotas_revision == 0) {
    const absl::StatusOr<int64_t> present = present_.Read(deadline);
    if (absl::IsDeadlineExceeded(present.status())) {
      return QuotasUnavailable(present.status());
    }
    ASSIGN_OR_RETURN(asked.quotas_revision, present);
  }
  auto targets = cache_.Find(asked);
  if (targets != nullptr) return targets;
  ASSIGN_OR_RETURN(Targets read, AskTargets(*stub_, deadline, asked));
  targets = std::make_shared<const Targets>(std::move(read));
  cache_.Keep(asked, targets, CountOf(*targets));
  return targets;
}

absl::StatusOr<int64_t> QuotasClient::ReadKnownRevision(
    absl::Time callers_deadline, absl::Time instant, int64_t pinned) {
  RETURN_IF_ERROR(CheckPinned("closing_quotas_revision", pinned));
  quotas::ListRevisionsRequest request;
  *request.mutable_known_time() = ToTimestamp(instant);
  request.set_revision(pinned);
  request.set_page_size(1);
  grpc::ClientContext context;
  SetDeadline(context, DeadlineWithin(kTargetsMax, callers_deadline));
  quotas::ListRevisionsResponse response;
  const absl::Status status =
      FromGrpc(stub_->ListRevisions(&context, request, &response));
  if (!status.ok()) return QuotasUnavailable(status);
  // The first revision, with which a service begins, is no write.
  return response.revisions().empty() ? 1 : response.revisions(0).revision();
}

}  // namespace opvang::housing
