// Every cell of the rights: method or list × role × area, as `Authorize`
// answers it, against the page that a jurist reads. `OPVANG_WRITE_RIGHTS=1`
// writes the page anew; what changed in it is for a jurist to read before it is
// committed.
#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/service/authorizer.h"
#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/housing/housing_access.h"
#include "services/locations/location_access.h"
#include "services/quotas/quota_access.h"
#include "services/reporting/report_access.h"

namespace opvang {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

struct Service {
  const google::protobuf::ServiceDescriptor* descriptor;
  absl::Span<const AccessRule> rights;
};

std::vector<Service> Services() {
  return {
      {nl::opvang::quotas::v1::QuotaEntry::descriptor()->file()->service(0),
       quotas::kRights},
      {nl::opvang::locations::v1::Location::descriptor()->file()->service(0),
       locations::kRights},
      {nl::opvang::housing::v1::Balance::descriptor()->file()->service(0),
       housing::kRights},
      {nl::opvang::reporting::v1::Report::descriptor()->file()->service(0),
       reporting::kRights}};
}

// Who calls, and what lies where as seen from there.
struct Caller {
  Role role;
  std::string scope, child, parent, other;
};

const std::vector<Caller>& Callers() {
  static const auto& callers = *new std::vector<Caller>{
      {Role::kMunicipality, "municipalities/gm0193",
       "municipalities/gm0193/locations/x", "regions/ijsselland",
       "municipalities/gm0166"},
      {Role::kRegion, "regions/ijsselland", "municipalities/gm0193",
       "provinces/pv23", "regions/twente"},
      {Role::kProvince, "provinces/pv23", "regions/ijsselland", "countries/nl",
       "provinces/pv25"},
      {Role::kCoa, "", "provinces/pv23", "countries/nl", "provinces/pv25"},
      {Role::kMinistry, "", "provinces/pv23", "countries/nl", "provinces/pv25"},
      {Role::kJob, "", "provinces/pv23", "countries/nl", "provinces/pv25"},
      {Role::kAuditor, "", "provinces/pv23", "countries/nl", "provinces/pv25"},
      {Role::kHousing, "", "provinces/pv23", "countries/nl", "provinces/pv25"},
      {Role::kReporting, "", "provinces/pv23", "countries/nl",
       "provinces/pv25"}};
  return callers;
}

// Sets a dotted path: "location.name".
void SetAt(Message& message, absl::string_view path, const std::string& value) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(path, absl::MaxSplits('.', 1));
  const auto* field =
      message.GetDescriptor()->FindFieldByName(std::string(parts.first));
  ASSERT_NE(field, nullptr) << path;
  if (parts.second.empty()) {
    message.GetReflection()->SetString(&message, field, value);
  } else {
    SetAt(*message.GetReflection()->MutableMessage(&message, field),
          parts.second, value);
  }
}

// Of "DeliverQuotas.kinds" and "AdvanceTransfer kind=KIND_AGREED" alike.
std::string MethodIn(absl::string_view what) {
  return std::string(what.substr(0, what.find_first_of(". ")));
}

// Calls every method as everybody, about everything.
class Matrix {
 public:
  // The page: a table per service, with its sentences below.
  std::string Page() {
    std::string page =
        "# Who may do what\n\n"
        "What `tests/rights` found by asking every service about every method "
        "and list,\nas every role, of its own area, of one within it, of the "
        "one around it and of\nanother: **own** is allowed within the caller's "
        "own area alone, **all** everywhere,\nan empty cell nowhere. A list of "
        "a delivery without a row of its own is for whom\nthe delivery is. The "
        "services housing and reporting read what their answers rest\non, and "
        "nothing else; the gateway by itself may call nothing. What of an "
        "answer is told to\nwhom stands in the contracts.\n";
    for (const Service& service : Services()) {
      absl::StrAppend(&page, "\n## ", service.descriptor->name(), "\n\n|  |");
      for (const Caller& caller : Callers()) {
        absl::StrAppend(&page, " ", NameOf(caller.role), " |");
      }
      absl::StrAppend(&page, " why |\n| --- |");
      for (size_t i = 0; i < Callers().size(); ++i) page += " --- |";
      page += " --- |\n";
      std::vector<std::string> sentences;
      for (int i = 0; i < service.descriptor->method_count(); ++i) {
        const MethodDescriptor& method = *service.descriptor->method(i);
        AddRow(service, method, method.name(), page, sentences);
        for (const AccessRule& right : service.rights) {
          if (MethodIn(right.what) == method.name() &&
              right.what != method.name()) {
            AddRow(service, method, right.what, page, sentences);
          }
        }
      }
      page += "\n";
      for (size_t i = 0; i < sentences.size(); ++i) {
        absl::StrAppend(&page, i + 1, ". ", sentences[i], "\n");
      }
    }
    return page;
  }
  int cells() const { return cells_; }

  // Where that caller may do that: "own", "all" or nowhere.
  std::string CellOf(const Service& service, const MethodDescriptor& method,
                     absl::string_view what, const Caller& caller) {
    const auto may = [&](const std::string& resource) {
      return May(service, method, what, caller, resource);
    };
    const bool own = may(caller.scope.empty() ? "countries/nl" : caller.scope);
    const bool child = may(caller.child), parent = may(caller.parent),
               other = may(caller.other);
    EXPECT_EQ(own, child) << what;
    EXPECT_EQ(parent, other) << what;
    if (own && parent) return "all";
    EXPECT_FALSE(parent) << what << " is for others only";
    return own ? "own" : "";
  }

 private:
  void AddRow(const Service& service, const MethodDescriptor& method,
              absl::string_view what, std::string& page,
              std::vector<std::string>& sentences) {
    absl::StrAppend(&page, "| `", what, "` |");
    for (const Caller& caller : Callers()) {
      absl::StrAppend(&page, " ", CellOf(service, method, what, caller), " |");
    }
    std::string because;
    for (const AccessRule& right : service.rights) {
      if (right.what == what) because = std::string(right.because);
    }
    if (because.empty()) {
      page += "  |\n";
      return;
    }
    auto known = std::find(sentences.begin(), sentences.end(), because);
    if (known == sentences.end()) {
      known = sentences.insert(sentences.end(), because);
    }
    absl::StrAppend(&page, " ", known - sentences.begin() + 1, " |\n");
  }

  bool May(const Service& service, const MethodDescriptor& method,
           absl::string_view what, const Caller& caller,
           const std::string& resource) {
    ++cells_;
    const std::unique_ptr<Message> request(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(method.input_type())
            ->New());
    for (const AccessRule& right : service.rights) {
      if (right.what == method.name() && !right.scope_field.empty()) {
        SetAt(*request, right.scope_field, resource);
      }
    }
    AddPart(what, *request);
    const auto organisations = Organisations::Loopback(
        {.oin = "1", .name = "x", .role = caller.role, .scope = caller.scope});
    const Authorizer authorizer(*organisations, service.rights,
                                service.descriptor->full_name());
    grpc::CallbackServerContext context;
    return authorizer.Authorize(context, *request).ok();
  }

  // "DeliverQuotas.quota_entries basis=BASIS_DECIDED": one such row;
  // "AdvanceTransfer kind=KIND_AGREED": the request itself.
  static void AddPart(absl::string_view what, Message& request) {
    const std::vector<std::string> parts = absl::StrSplit(what, ' ');
    Message* part = &request;
    if (absl::StrContains(parts[0], '.')) {
      const std::string name = parts[0].substr(parts[0].find('.') + 1);
      const auto* list = request.GetDescriptor()->FindFieldByName(name);
      ASSERT_NE(list, nullptr) << what;
      part = request.GetReflection()->AddMessage(&request, list);
    }
    if (parts.size() == 1) return;
    const std::pair<std::string, std::string> sides =
        absl::StrSplit(parts[1], '=');
    const auto* field = part->GetDescriptor()->FindFieldByName(sides.first);
    ASSERT_NE(field, nullptr) << what;
    const auto* value = field->enum_type()->FindValueByName(sides.second);
    ASSERT_NE(value, nullptr) << what;
    part->GetReflection()->SetEnum(part, field, value);
  }

  int cells_ = 0;
};

// Default deny only protects when every method has its row, and no row is about
// nothing.
TEST(RightsTest, EveryMethodHasARowAndEveryRowItsMethod) {
  for (const Service& service : Services()) {
    for (int i = 0; i < service.descriptor->method_count(); ++i) {
      const std::string& name = service.descriptor->method(i)->name();
      EXPECT_TRUE(std::any_of(
          service.rights.begin(), service.rights.end(),
          [&](const AccessRule& right) { return right.what == name; }))
          << name;
    }
    for (const AccessRule& right : service.rights) {
      EXPECT_NE(service.descriptor->FindMethodByName(MethodIn(right.what)),
                nullptr)
          << right.what;
    }
  }
}

// What somebody may not do, has its reason.
TEST(RightsTest, EveryRefusalHasItsSentence) {
  for (const Service& service : Services()) {
    for (const AccessRule& right : service.rights) {
      const bool everybody =
          std::all_of(Callers().begin(), Callers().end(),
                      [&](const Caller& caller) {
                        return right.roles.Has(caller.role) ||
                               caller.role == Role::kHousing ||
                               caller.role == Role::kReporting;
                      }) &&
          right.scope_field.empty();
      EXPECT_EQ(right.because.empty(), everybody) << right.what;
    }
  }
}

// It calls in the name of others; they may what they may.
TEST(RightsTest, TheGatewayItselfMayCallNothing) {
  Matrix matrix;
  for (const Service& service : Services()) {
    for (int i = 0; i < service.descriptor->method_count(); ++i) {
      EXPECT_EQ(matrix.CellOf(service, *service.descriptor->method(i),
                              service.descriptor->method(i)->name(),
                              {Role::kGateway, "", "provinces/pv23",
                               "countries/nl", "provinces/pv25"}),
                "");
    }
  }
}

TEST(RightsTest, EveryCellIsAsTheJuristReadsIt) {
  Matrix matrix;
  const std::string page = matrix.Page();
  std::printf("%d cells\n", matrix.cells());
  EXPECT_GT(matrix.cells(), 4000);
  const std::string path = OPVANG_SOURCE_DIR "/proto/RIGHTS.md";
  if (std::getenv("OPVANG_WRITE_RIGHTS") != nullptr) {
    std::ofstream(path) << page;
  }
  std::stringstream kept;
  kept << std::ifstream(path).rdbuf();
  EXPECT_EQ(kept.str(), page);
}

}  // namespace
}  // namespace opvang
