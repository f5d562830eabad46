// Page tokens: sealed and opened, altered, of another caller or request, and
// as whoever has the secret could make them.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "common/service/page_seal.h"
#include "common/service/pagination.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

using nl::opvang::quotas::v1::ListQuotaEntriesRequest;

constexpr absl::string_view kCaller = "00000001234567890000";

void CheckPage(const absl::StatusOr<Page>& page) {
  CheckTold(page.status());
  if (!page.ok()) return;
  OPVANG_HOLDS(page->size >= 1 && page->size <= 1000);
  for (const size_t rows : {0, 1, 999, 100000}) {
    const auto [first, second] = PositionsOf(*page, rows);
    OPVANG_HOLDS(first <= second && second <= rows);
  }
  const auto all = *MunicipalitiesIn("provinces/pv23");
  const auto given = PageOf(all, *page);
  OPVANG_HOLDS(given.size() <= all.size());
}

// A token as it came, which no service has made.
void CheckSent(ListQuotaEntriesRequest request, absl::string_view token) {
  const auto opened = OpenPageToken(token, kCaller);
  if (opened.has_value()) {
    OPVANG_HOLDS(SealPageToken(*opened, kCaller) == token);
  }
  request.set_page_token(std::string(token));
  CheckPage(ParsePage(request, kCaller));
}

// A token of ours comes back; of anybody else, or altered, it does not.
void CheckSealed(absl::string_view text, size_t at) {
  const std::string sealed = SealPageToken(text, kCaller);
  if (text.empty()) {
    OPVANG_HOLDS(sealed.empty());
    return;
  }
  OPVANG_HOLDS(OpenPageToken(sealed, kCaller) == text);
  OPVANG_HOLDS(!OpenPageToken(sealed, "00000001234567890001").has_value());
  std::string altered = sealed;
  char& letter = altered[at % altered.size()];
  letter = letter == 'A' ? 'B' : 'A';
  const auto opened = OpenPageToken(altered, kCaller);
  OPVANG_HOLDS(!opened.has_value() || opened == text);
  altered = sealed.substr(0, at % sealed.size());
  OPVANG_HOLDS(!OpenPageToken(altered, kCaller).has_value());
}

// What stands in a token may be anything, were the secret known.
void CheckInside(ListQuotaEntriesRequest request, absl::string_view key) {
  int64_t revision = 0;
  (void)absl::SimpleAtoi(key.substr(0, key.find(' ')), &revision);
  const std::string token = NextPageToken(request, revision, key);
  request.set_page_token(SealPageToken(token, kCaller));
  const auto page = ParsePage(request, kCaller);
  CheckPage(page);
  if (request.page_size() >= 0) {
    OPVANG_HOLDS(page.ok() && page->after == key);
    OPVANG_HOLDS(page->revision == revision);
  }
  request.set_parent(absl::StrCat(request.parent(), "x"));
  OPVANG_HOLDS(!ParsePage(request, kCaller).ok());
  request.set_page_token(SealPageToken(key, kCaller));
  CheckPage(ParsePage(request, kCaller));
}

}  // namespace

// A size, a parent, and the rest.
void Fuzz(absl::string_view input) {
  SetPageSecret("of the tests");
  ListQuotaEntriesRequest request;
  int size = 0;
  if (absl::SimpleAtoi(TakeLine(input), &size)) request.set_page_size(size);
  request.set_parent(std::string(TakeLine(input)));
  // As it comes off the wire.
  if (!IsUtf8(request.parent())) return;
  CheckSent(request, input);
  CheckSealed(input, static_cast<size_t>(static_cast<unsigned>(size)));
  CheckInside(request, input);
}

}  // namespace opvang::fuzz
