// What tests of reads against plain SQL share: answers of all pages, the reads
// that a contract has, the comparison.
#ifndef OPVANG_TESTS_SUPPORT_SQL_ORACLE_H_
#define OPVANG_TESTS_SUPPORT_SQL_ORACLE_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/sql_rows.h"

namespace opvang {

// The reads of a contract, by name: what takes no request id is no write.
inline std::vector<std::string> ReadsOf(
    const google::protobuf::ServiceDescriptor& service) {
  std::vector<std::string> reads;
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& method = *service.method(i);
    if (!method.client_streaming() &&
        method.input_type()->FindFieldByName("request_id") == nullptr) {
      reads.emplace_back(method.name());
    }
  }
  return reads;
}

// What every page tells anew.
inline void ClearAllButLists(google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (!field->is_repeated()) reflection.ClearField(&message, field);
  }
}

// The answer of all pages as one: what each repeats comes twice.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> AskAllPages(
    Stub& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    Request request) {
  absl::StatusOr<Response> page = CallRpc(stub, method, request);
  if constexpr (requires { page->next_page_token(); }) {
    if (!page.ok()) return page;
    Response all = *page;
    while (!page->next_page_token().empty()) {
      request.set_page_token(page->next_page_token());
      page = CallRpc(stub, method, request);
      if (!page.ok()) return page;
      ClearAllButLists(all);
      all.MergeFrom(*page);
    }
    all.clear_next_page_token();
    return all;
  } else {
    return page;
  }
}

// The municipalities of a parent, out of all of them, by Dutch name.
inline std::vector<const Municipality*> Within(const std::string& parent) {
  std::vector<const Municipality*> within;
  for (const Municipality& one : AllMunicipalities()) {
    if (parent == "municipalities/-" || parent == "countries/nl" ||
        parent == one.Name() || parent == one.ProvinceName() ||
        parent == one.RegionName()) {
      within.push_back(&one);
    }
  }
  std::sort(within.begin(), within.end(),
            [](const Municipality* a, const Municipality* b) {
              return a->display_name < b->display_name;
            });
  return within;
}

// Of each key what was said last, in the order of the keys.
template <typename Message, typename KeyOf>
auto Latest(const std::vector<Message>& all, KeyOf key_of) {
  std::map<decltype(key_of(all.front())), Message> latest;
  for (const Message& one : all) {
    const auto found = latest.find(key_of(one));
    if (found == latest.end() || found->second.revision() <= one.revision()) {
      latest[key_of(one)] = one;
    }
  }
  return latest;
}

// Forgets every field of that name, however deep.
inline void Forget(const std::string& name,
                   google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->name() == name) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() ==
                   google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
               !field->is_map()) {
      if (!field->is_repeated()) {
        Forget(name, *reflection.MutableMessage(&message, field));
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Forget(name, *reflection.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

// How an answer differs from what was expected; empty when it does not. What
// is to be refused has the reason as its message. `etag` is opaque.
template <typename Response>
std::string DifferenceOf(const absl::StatusOr<Response>& expected,
                         const absl::StatusOr<Response>& answer) {
  if (!expected.ok()) {
    const std::string reason(expected.status().message());
    if (answer.ok()) return "answered, and not refused: " + reason;
    if (ReasonIn(answer.status()).name == reason) return "";
    return reason + " expected: " + answer.status().ToString();
  }
  if (!answer.ok()) return answer.status().ToString();
  Response told = *answer;
  Forget("etag", told);
  std::string differences;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&differences);
  return differencer.Compare(*expected, told) ? "" : differences;
}

// The revision up to which rows are there.
inline int64_t RevisionBySql(Database& db) {
  return SelectRows(db, "SELECT revision FROM ledger").front().Int("revision");
}

// The whole answer to a `ListRevisions`, from the rows of `revisions`.
template <typename Response, typename Request>
Response RevisionsBySql(Database& db, const Request& request,
                        int64_t revision) {
  std::vector<SqlRow> rows = RowsKnownAt(
      db, revision, "revisions",
      "revision, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', record_time) AS "
      "micros, caller, organisation, actor, method, request_id, chain AS "
      "chain_sha256");
  std::sort(rows.begin(), rows.end(), [](const SqlRow& a, const SqlRow& b) {
    return a.Int("revision") > b.Int("revision");
  });
  const auto areas = AreasBySql(db);
  Response response;
  response.set_revision(revision);
  const auto& wanted = request.revisions();
  for (const SqlRow& row : rows) {
    const absl::Time recorded = absl::FromUnixMicros(row.Int("micros"));
    if ((request.has_known_time() && recorded > ToTime(request.known_time())) ||
        (!wanted.empty() &&
         std::count(wanted.begin(), wanted.end(), row.Int("revision")) == 0)) {
      continue;
    }
    auto& one = *response.add_revisions();
    FillFrom(row, one);
    *one.mutable_record_time() = ToTimestamp(recorded);
    const auto about = areas.find(row.Int("revision"));
    if (about == areas.end()) continue;
    for (const std::string& area : about->second) one.add_areas(area);
  }
  return response;
}

// What is told apart as undisclosed is one with the rest: for who is told both.
template <typename Response>
void JoinAreas(Response& response) {
  for (auto& one : *response.mutable_revisions()) {
    if constexpr (requires { one.undisclosed_areas(); }) {
      one.mutable_areas()->MergeFrom(one.undisclosed_areas());
      one.clear_undisclosed_areas();
      std::sort(one.mutable_areas()->begin(), one.mutable_areas()->end());
    }
  }
}

// Asks for revisions, and holds the answer against their rows.
template <typename Stub, typename Request, typename Response>
void HoldRevisions(Database& db, Stub& stub,
                   grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                const Request&, Response*),
                   const Request& request) {
  absl::StatusOr<Response> answer = AskAllPages(stub, method, request);
  ASSERT_THAT(answer, IsOk());
  JoinAreas(*answer);
  EXPECT_EQ(DifferenceOf(absl::StatusOr<Response>(RevisionsBySql<Response>(
                             db, request, answer->revision())),
                         answer),
            "");
}

// That there is one oracle for every read of the contract, and no other.
template <typename Oracle>
void ExpectOneForEveryRead(const std::vector<Oracle>& oracles,
                           const google::protobuf::ServiceDescriptor& service) {
  std::vector<std::string> held;
  for (const Oracle& oracle : oracles) held.push_back(oracle.method);
  EXPECT_THAT(held, testing::UnorderedElementsAreArray(ReadsOf(service)));
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_SQL_ORACLE_H_
