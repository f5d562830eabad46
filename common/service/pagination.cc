#include "common/service/pagination.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "google/protobuf/descriptor.h"

namespace opvang {
namespace {

constexpr int kSizeDefault = 100;
constexpr int kSizeMax = 1000;

const google::protobuf::FieldDescriptor* Field(
    const google::protobuf::Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

// Of the request without its page fields: another request's token shows.
std::string Fingerprint(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> content(request.New());
  content->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    if (const auto* field = Field(request, name)) {
      content->GetReflection()->ClearField(content.get(), field);
    }
  }
  return Sha256(absl::StrCat(request.GetDescriptor()->full_name(), "\n",
                             Serialize(*content)))
      .substr(0, 16);
}

absl::Status BadToken() {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   PlumbingReason("PAGE_TOKEN_INVALID"),
                   "page_token does not belong to this request; start again "
                   "without one.");
}

}  // namespace

absl::StatusOr<Page> ParsePage(const google::protobuf::Message& request,
                               absl::string_view caller) {
  const auto& reflection = *request.GetReflection();
  const int size = reflection.GetInt32(request, Field(request, "page_size"));
  if (size < 0) {
    return InvalidFields(
        {{"page_size",
          absl::StrCat("is ", size, "; it must be 0 (for 100) to 1000")}});
  }
  Page page{.size = size == 0 ? kSizeDefault : std::min(size, kSizeMax),
            .after = "",
            .revision = 0};
  if (const auto* field = Field(request, "revision")) {
    page.revision = reflection.GetInt64(request, field);
  }
  const std::string token =
      reflection.GetString(request, Field(request, "page_token"));
  if (token.empty()) return page;
  const std::optional<std::string> text = OpenPageToken(token, caller);
  if (!text.has_value()) return BadToken();
  const std::vector<std::string> parts =
      absl::StrSplit(*text, absl::MaxSplits(' ', 2));
  if (parts.size() != 3 || parts[0] != Fingerprint(request) ||
      !absl::SimpleAtoi(parts[1], &page.revision)) {
    return BadToken();
  }
  page.after = parts[2];
  return page;
}

std::string NextPageToken(const google::protobuf::Message& request,
                          Revision revision, absl::string_view last_key) {
  return absl::StrCat(Fingerprint(request), " ", revision, " ", last_key);
}

std::pair<size_t, size_t> PositionsOf(const Page& page, size_t size) {
  size_t start = 0;
  if (!absl::SimpleAtoi(page.after, &start)) start = 0;
  start = std::min(start, size);
  return {start, std::min(size, start + page.size)};
}

std::vector<const Municipality*> PageOf(
    const std::vector<const Municipality*>& all, const Page& page) {
  const auto last = std::find_if(
      all.begin(), all.end(),
      [&](const Municipality* m) { return m->Name() == page.after; });
  const auto first = last == all.end() ? all.begin() : last + 1;
  return {first, first + std::min<long>(page.size, all.end() - first)};
}

std::string TokenAfter(const google::protobuf::Message& request,
                       Revision revision,
                       const std::vector<const Municipality*>& all,
                       const std::vector<const Municipality*>& given) {
  return given.empty() || given.back() == all.back()
             ? ""
             : NextPageToken(request, revision, given.back()->Name());
}

}  // namespace opvang
