// What people write in a cell, read in every way that a column can want.
#include "common/base/validation.h"
#include "services/cli/workbook/columns.h"
#include "services/cli/workbook/readings.h"
#include "services/cli/workbook/records.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

using cli::workbook::Reading;
using sheet::CellKind;
using sheet::GridCell;

constexpr CellKind kKinds[] = {CellKind::kText,     CellKind::kNumber,
                               CellKind::kPercent,  CellKind::kDay,
                               CellKind::kDateTime, CellKind::kTime,
                               CellKind::kTruth,    CellKind::kError};

GridCell TextCell(const std::string& text) { return {.text = text}; }

void CheckRead(const Reading& reading) {
  OPVANG_HOLDS(IsUtf8(reading.value) && IsUtf8(reading.shown) &&
               IsUtf8(reading.fault));
  OPVANG_HOLDS((reading.outcome == Reading::Outcome::kFault) ==
               !reading.fault.empty());
}

// What was read is read again as itself.
template <typename Read>
void CheckTwice(const Reading& first, Read read) {
  CheckRead(first);
  if (first.outcome != Reading::Outcome::kValue) return;
  const Reading second = read(TextCell(first.value));
  OPVANG_HOLDS(second.outcome == first.outcome && second.value == first.value);
}

void CheckCell(const GridCell& cell) {
  using namespace cli::workbook;
  const auto count = [](const GridCell& c) { return ReadCount(c, 0, 100000); };
  CheckTwice(count(cell), count);
  const auto start = [](const GridCell& c) { return ReadStart(c); };
  CheckTwice(start(cell), start);
  const auto day = [](const GridCell& c) { return ReadDay(c); };
  CheckTwice(day(cell), day);
  const auto names = [](const GridCell& c) { return ReadMunicipalities(c); };
  CheckTwice(names(cell), names);
  CheckRead(ReadEnd(cell));
  CheckRead(ReadPercent(cell));
  CheckRead(ReadHundredths(cell, 100, 2000));
  CheckRead(ReadText(cell, 200, false));
  CheckRead(ReadText(cell, 4000, true));
  static const auto* const kWords = new Vocabulary(MakeVocabulary({}, {}));
  for (const auto& [set, choices] : kWords->choices) {
    CheckRead(ReadChoice(cell, choices));
  }
}

void CheckWords(absl::string_view text) {
  using namespace cli::workbook;
  const std::string folded = Folded(text);
  OPVANG_HOLDS(IsUtf8(folded) && Folded(folded) == folded);
  for (const size_t bytes : {0, 3, 80}) OPVANG_HOLDS(IsUtf8(Cut(text, bytes)));
  const std::string id = IdOf(text);
  OPVANG_HOLDS(id.size() <= 63);
  OPVANG_HOLDS(id.empty() || IdOf(id) == id);
  OPVANG_HOLDS(IsUtf8(WordsOfSource(std::string(text))));
}

}  // namespace

// A letter for the kind of the cell, and its text. What a file holds is UTF-8.
void Fuzz(absl::string_view input) {
  if (input.empty() || !IsUtf8(input.substr(1))) return;
  GridCell cell;
  const auto kind = static_cast<unsigned char>(input[0]);
  cell.kind = kKinds[kind % 8];
  cell.is_formula = kind % 64 >= 56;
  cell.text = std::string(input.substr(1));
  CheckCell(cell);
  CheckWords(cell.text);
}

}  // namespace opvang::fuzz
