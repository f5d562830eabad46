// The words of a command line, a word a line, and what a command makes of them.
#include <sstream>

#include "common/base/calendar.h"
#include "common/base/clock.h"
#include "common/base/notation.h"
#include "common/base/validation.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

constexpr cli::Operand kWord = {"WOORD", cli::ValueKind::kText, "een woord"};

absl::Status Nothing(const cli::Context&) { return absl::OkStatus(); }

// One with a flag of every kind.
const std::vector<cli::Command>& Known() {
  static const auto* const kKnown = new std::vector<cli::Command>{
      {.name = "report create",
       .sentence = "maakt een verslag",
       .operands = {cli::kArea, cli::Optional(cli::Repeated(kWord))},
       .flags = {cli::kAsOf, cli::kRevision, cli::kHalfYear, cli::kDryRun,
                 cli::kEmbargo, cli::kAmv, cli::kReason,
                 cli::Flag{"quarter", cli::ValueKind::kQuarter, "het kwartaal"},
                 cli::Flag{"edition", cli::ValueKind::kChoice, "de uitgave",
                           "public|full"}},
       .example = "",
       .run = Nothing}};
  return *kKnown;
}

// Values of flags were held against their kind, so what is asked is there.
void CheckMeant(const cli::Context& context) {
  const absl::CivilDay day = context.Day("as-of", absl::CivilDay(2026, 11, 30));
  OPVANG_HOLDS(ParseDay(FormatDay(day)) == day);
  if (context.arguments.Has("as-of")) {
    OPVANG_HOLDS(DayOf(context.Date("as-of")) == day);
  }
  OPVANG_HOLDS(context.Revision("revision") >= 0);
  (void)context.Number("amv");
  if (context.arguments.Has("embargo")) {
    const auto instant = context.Instant("embargo");
    // As a service takes and shows it.
    OPVANG_HOLDS(instant.seconds() > -62135596801 &&
                 instant.seconds() < 253402300800);
    OPVANG_HOLDS(instant.nanos() >= 0 && instant.nanos() < 1000000000);
    OPVANG_HOLDS(IsUtf8(cli::ShownInstant(true, instant)));
  }
}

}  // namespace

void Fuzz(absl::string_view input) {
  std::vector<std::string> words;
  while (!input.empty()) words.emplace_back(TakeLine(input));
  const cli::CommandLine line = cli::ParseCommandLine(words, Known());
  if (line.command == nullptr || !line.faults.empty()) return;
  static auto* const services = new cli::Services();
  std::ostringstream out;
  const SystemClock clock;
  CheckMeant({.arguments = line.arguments,
              .services = *services,
              .streams = {out, out},
              .clock = clock});
}

}  // namespace opvang::fuzz
