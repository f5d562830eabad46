// A stream of occupancy, beside inserts of as many rows by hand.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/db/connection.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

constexpr char kFeedSource[] = "illustrative: an invented country";

struct CountRow {
  std::string location, municipality;
  absl::CivilDay day;
  int count;
};

// A location after another, and all of them again on a later day.
CountRow CountNumber(int number, absl::CivilDay start, int days_apart) {
  const int towns = static_cast<int>(AllMunicipalities().size());
  const int at = number % (towns * kLocationsOfOne);
  const std::string town = AllMunicipalities()[at / kLocationsOfOne].Name();
  return {.location = LocationOf(town, at % kLocationsOfOne),
          .municipality = town,
          .day = start + number / (towns * kLocationsOfOne) * days_apart,
          .count = number % 500};
}

// One transaction of statements with so many rows each, written as text: that
// is quicker here than prepared ones.
absl::Duration InsertByHand(int row_count, int rows_a_statement) {
  const auto db = Programs::OpenDatabase("locations");
  const auto lease = db->Acquire(absl::InfiniteFuture());
  const auto run = [&](const std::string& text) {
    const absl::Status status = (*lease)->Execute(text);
    if (status.ok()) return;
    std::printf("%s\n", std::string(status.message()).c_str());
    std::abort();
  };
  run("CREATE OR REPLACE TABLE bare_counts (kind TINYINT NOT NULL, subject "
      "VARCHAR(120) NOT NULL, count_date DATE NOT NULL, revision BIGINT NOT "
      "NULL, municipality VARCHAR(40) NOT NULL, amount INT NOT NULL, source "
      "VARCHAR(500) NOT NULL) ENGINE=InnoDB");
  const absl::Time start = absl::Now();
  run("START TRANSACTION");
  for (int i = 0; i < row_count;) {
    std::string text = "INSERT INTO bare_counts VALUES ";
    for (int j = 0; j < rows_a_statement && i < row_count; ++j, ++i) {
      const CountRow row = CountNumber(i, absl::CivilDay(2024, 1, 1), 1);
      absl::StrAppend(&text, j == 0 ? "" : ",", "(1,'", row.location, "','",
                      FormatDay(row.day), "',7,'", row.municipality, "',",
                      row.count, ",'", kFeedSource, "')");
    }
    run(text);
  }
  run("COMMIT");
  return absl::Now() - start;
}

}  // namespace

absl::Duration DeliverOccupancies(l::LocationService::Stub& locations,
                                  const std::string& name, absl::CivilDay start,
                                  int days_apart, int row_count) {
  constexpr int kPart = 1000;
  std::vector<l::DeliverOccupanciesRequest> parts(1);
  l::FeedHeader& header = *parts[0].mutable_header();
  header.set_parent("countries/nl");
  header.set_request_id(UuidFor(name));
  header.set_row_count(row_count);
  for (int i = 0; i < row_count; ++i) {
    if (i % kPart == 0) {
      parts.emplace_back().mutable_rows()->set_first_row_number(i + 1);
    }
    const CountRow count = CountNumber(i, start, days_apart);
    l::Occupancy& row = *parts.back().mutable_rows()->add_rows();
    row.set_location(count.location);
    *row.mutable_count_date() = ToProto(count.day);
    row.set_person_count(count.count);
    row.set_source(kFeedSource);
  }
  const absl::Time begin = absl::Now();
  grpc::ClientContext context;
  SetDeadline(context, begin + absl::Minutes(5));
  l::DeliverOccupanciesResponse response;
  const auto stream = locations.DeliverOccupancies(&context, &response);
  for (const auto& part : parts) {
    if (!stream->Write(part)) break;
  }
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  const absl::Duration took = absl::Now() - begin;
  if (!status.ok() || response.accepted_row_count() != row_count) {
    std::fprintf(stderr, "%s: %d accepted; %s\n", name.c_str(),
                 response.accepted_row_count(),
                 status.error_message().substr(0, 2000).c_str());
    std::abort();
  }
  return took;
}

void FeedRow() {
  constexpr int kRows = 100000;
  House house;
  house.country.DeliverYear(2024);
  const int64_t before = house.programs.MemoryOf("locations");
  const absl::Duration ours = DeliverOccupancies(
      *house.locations[0], "feed", absl::CivilDay(2024, 1, 1), 1, kRows);
  const int64_t after = house.programs.MemoryOf("locations");
  const absl::Duration hundred = InsertByHand(kRows, 100);
  const absl::Duration thousand = InsertByHand(kRows, 1000);
  const absl::Duration limit = std::min(hundred, thousand);
  PrintLine(
      absl::StrCat("occupancy by stream, ", kRows, " rows"),
      PerSecondText(kRows / absl::ToDoubleSeconds(ours)),
      PerSecondText(kRows / absl::ToDoubleSeconds(limit)),
      PercentText(absl::ToDoubleSeconds(limit), absl::ToDoubleSeconds(ours)),
      absl::StrCat(SecondsText(ours), "; by hand 100 rows a statement ",
                   SecondsText(hundred), ", 1000 ", SecondsText(thousand),
                   "; memory of locations before ", MebibytesText(before),
                   ", after ", MebibytesText(after)));
}

}  // namespace opvang::bench
