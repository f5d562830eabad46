#include <locale.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <map>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/status.h"
#include "common/sheet/cell_formats.h"
#include "common/sheet/decimal.h"
#include "common/sheet/serial_day.h"
#include "common/sheet/workbook.h"

namespace opvang::sheet {
namespace {

// 1 January 1980, as in our zip files: the library would take the clock's.
constexpr time_t kCreated = 315532800;

// The library prints decimals by the locale of its thread.
class PlainLocale {
 public:
  PlainLocale() : plain_(newlocale(LC_ALL_MASK, "C", nullptr)) {
    if (plain_ != nullptr) former_ = uselocale(plain_);
  }
  ~PlainLocale() {
    if (plain_ == nullptr) return;
    uselocale(former_);
    freelocale(plain_);
  }
  PlainLocale(const PlainLocale&) = delete;
  PlainLocale& operator=(const PlainLocale&) = delete;

 private:
  locale_t plain_;
  locale_t former_ = nullptr;
};

std::string NumberFormat(const Format& format) {
  switch (format.notation) {
    case Notation::kGeneral:
      return "";
    case Notation::kText:
      return "@";
    case Notation::kWhole:
      return "#,##0";
    case Notation::kDecimal:
      return format.decimals == 0
                 ? "#,##0"
                 : absl::StrCat("#,##0.", std::string(format.decimals, '0'));
    case Notation::kPercent:
      return "0.0\\ %";
    case Notation::kDay:
      return "dd-mm-yyyy";
    case Notation::kTruth:
      // By this LibreOffice knows a truth; Excel shows its own words.
      return "\"TRUE\";\"TRUE\";\"FALSE\"";
  }
  return "";
}

uint8_t BorderOf(Line line) {
  return line == Line::kNone   ? LXW_BORDER_NONE
         : line == Line::kThin ? LXW_BORDER_THIN
                               : LXW_BORDER_MEDIUM;
}

void Apply(const Format& format, lxw_format* to) {
  const Look& look = LookOf(format.style);
  format_set_font_name(to, kFont);
  format_set_font_size(to, look.points);
  format_set_font_color(
      to, look.ink == 0 ? lxw_color_t{LXW_COLOR_BLACK} : lxw_color_t(look.ink));
  format_set_align(to, LXW_ALIGN_VERTICAL_TOP);
  if (format.right) format_set_align(to, LXW_ALIGN_RIGHT);
  if (look.bold) format_set_bold(to);
  if (look.italic) format_set_italic(to);
  if (look.fill >= 0) {
    format_set_pattern(to, LXW_PATTERN_SOLID);
    format_set_fg_color(to, look.fill);
  }
  if (look.boxed) {
    format_set_border(to, LXW_BORDER_THIN);
    format_set_border_color(to, kBoxInk);
  } else {
    format_set_top(to, BorderOf(look.above));
    format_set_bottom(to, BorderOf(look.below));
  }
  if (look.wraps || format.merged) format_set_text_wrap(to);
  if (!look.locked) format_set_unlocked(to);
  const std::string number = NumberFormat(format);
  if (!number.empty()) format_set_num_format(to, number.c_str());
}

// A text as XLSX spells it: what looks like one of its escapes, "_x0041_", is
// escaped itself.
std::string Spelled(absl::string_view text) {
  std::string spelled;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view rest = text.substr(i);
    const bool escape = rest.size() >= 7 && rest[0] == '_' && rest[1] == 'x' &&
                        rest[6] == '_' && absl::ascii_isxdigit(rest[2]) &&
                        absl::ascii_isxdigit(rest[3]) &&
                        absl::ascii_isxdigit(rest[4]) &&
                        absl::ascii_isxdigit(rest[5]);
    spelled += escape ? "_x005F_" : std::string(1, text[i]);
  }
  return spelled;
}

lxw_datetime DateOf(absl::CivilDay day) {
  lxw_datetime date = {};
  date.year = static_cast<int>(day.year());
  date.month = day.month();
  date.day = day.day();
  return date;
}

// Fills in what a rule says. Lives as long as the call that uses it.
class Rule {
 public:
  explicit Rule(const Validation& validation) : validation_(validation) {
    rule_.error_title = const_cast<char*>(validation_.title.c_str());
    rule_.error_message = const_cast<char*>(validation_.message.c_str());
    rule_.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    rule_.error_type = validation_.on_breach == OnBreach::kRefuse
                           ? LXW_VALIDATION_ERROR_TYPE_STOP
                           : LXW_VALIDATION_ERROR_TYPE_WARNING;
    std::visit(*this, validation_.rule);
  }
  Rule(const Rule&) = delete;
  lxw_data_validation* get() { return &rule_; }

  void operator()(const OneOf& list) {
    for (const std::string& text : list.texts) {
      texts_.push_back(const_cast<char*>(text.c_str()));
    }
    texts_.push_back(nullptr);
    rule_.validate = LXW_VALIDATION_TYPE_LIST;
    rule_.value_list = texts_.data();
  }
  void operator()(const OneOfCells& list) {
    const std::string column = ColumnName(list.range.first_column);
    formula_ = absl::StrCat(
        "='", absl::StrReplaceAll(list.sheet, {{"'", "''"}}), "'!$", column,
        "$", list.range.first_row, ":$", column, "$", list.range.last_row);
    rule_.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule_.value_formula = formula_.data();
  }
  void operator()(const WholeBetween& bounds) {
    rule_.validate = LXW_VALIDATION_TYPE_INTEGER;
    rule_.minimum_number = static_cast<double>(bounds.least);
    rule_.maximum_number = static_cast<double>(bounds.most);
  }
  void operator()(const DayBetween& bounds) {
    rule_.validate = LXW_VALIDATION_TYPE_DATE;
    rule_.minimum_datetime = DateOf(bounds.first);
    rule_.maximum_datetime = DateOf(bounds.last);
  }
  void operator()(const LengthBetween& bounds) {
    rule_.validate = LXW_VALIDATION_TYPE_LENGTH;
    rule_.minimum_number = bounds.least;
    rule_.maximum_number = bounds.most;
  }

 private:
  const Validation& validation_;
  lxw_data_validation rule_ = {};
  std::vector<char*> texts_;
  std::string formula_;
};

class SheetWriter {
 public:
  SheetWriter(lxw_workbook* book, std::map<Format, lxw_format*>& formats,
              const Sheet& sheet)
      : book_(book), formats_(formats), sheet_(sheet), formats_of_(sheet) {}

  lxw_error Write() {
    to_ = workbook_add_worksheet(book_, sheet_.name.c_str());
    if (to_ == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    WriteColumns();
    for (int row = 1; row <= formats_of_.last_row(); ++row) WriteRow(row);
    for (const Validation& validation : sheet_.validations) {
      const Range& range = validation.range;
      Keep(worksheet_data_validation_range(
          to_, range.first_row - 1, range.first_column - 1, range.last_row - 1,
          range.last_column - 1, Rule(validation).get()));
    }
    WriteView();
    return error_;
  }

 private:
  // Keeps the first error; the library goes on after one.
  void Keep(lxw_error error) {
    if (error_ == LXW_NO_ERROR) error_ = error;
  }

  void WriteColumns() {
    for (size_t i = 0; i < sheet_.columns.size(); ++i) {
      lxw_row_col_options options = {};
      options.hidden = sheet_.columns[i].hidden;
      Keep(worksheet_set_column_opt(
          to_, i, i, sheet_.columns[i].width_characters, nullptr, &options));
    }
    const auto rest = static_cast<lxw_col_t>(sheet_.columns.size());
    if (rest < 100) {
      Keep(worksheet_set_column(to_, rest, 99, kUsualWidthCharacters, nullptr));
    }
    for (const Range& range : sheet_.merged) {
      Keep(worksheet_merge_range(
          to_, range.first_row - 1, range.first_column - 1, range.last_row - 1,
          range.last_column - 1, "",
          FormatAt({range.first_row, range.first_column})));
    }
  }

  void WriteRow(int row) {
    const int points = HeightPoints(sheet_, row, /*merged_only=*/false);
    if (points > 0) Keep(worksheet_set_row(to_, row - 1, points, nullptr));
    const int last = formats_of_.last_column(row);
    for (int column = 1; column <= last; ++column) WriteCell({row, column});
  }

  void WriteCell(Place place) {
    const Value* value = &kNothing;
    if (place.row <= static_cast<int>(sheet_.rows.size()) &&
        place.column <= static_cast<int>(sheet_.rows[place.row - 1].size())) {
      value = &sheet_.rows[place.row - 1][place.column - 1].value;
    }
    std::visit([&](const auto& content) { Put(place, content); }, *value);
  }

  void Put(Place place, std::monostate) {
    if (formats_of_.At(place) == Format()) return;
    Keep(worksheet_write_blank(to_, place.row - 1, place.column - 1,
                               FormatAt(place)));
  }
  void Put(Place place, const std::string& text) {
    if (text.empty()) return Put(place, std::monostate());
    Keep(worksheet_write_string(to_, place.row - 1, place.column - 1,
                                Spelled(WithPlainLineEnds(text)).c_str(),
                                FormatAt(place)));
  }
  void Put(Place place, double number) {
    Keep(worksheet_write_number(to_, place.row - 1, place.column - 1, number,
                                FormatAt(place)));
  }
  void Put(Place place, int64_t whole) {
    Put(place, static_cast<double>(whole));
  }
  void Put(Place place, const Decimal& decimal) {
    double number = 0;
    if (!absl::SimpleAtod(decimal.text, &number)) {
      return Keep(LXW_ERROR_PARAMETER_VALIDATION);
    }
    Put(place, number);
  }
  void Put(Place place, const Percent& percent) {
    Put(place, Decimal{PercentValue(percent.part, percent.whole)});
  }
  void Put(Place place, absl::CivilDay day) { Put(place, SerialOf(day)); }
  void Put(Place place, bool truth) {
    Keep(worksheet_write_boolean(to_, place.row - 1, place.column - 1, truth,
                                 FormatAt(place)));
  }

  void WriteView() {
    if (sheet_.frozen_rows > 0 || sheet_.frozen_columns > 0) {
      worksheet_freeze_panes(to_, sheet_.frozen_rows, sheet_.frozen_columns);
    }
    if (sheet_.filter.has_value()) {
      Keep(worksheet_autofilter(
          to_, sheet_.filter->first_row - 1, sheet_.filter->first_column - 1,
          sheet_.filter->last_row - 1, sheet_.filter->last_column - 1));
    }
    if (sheet_.is_protected) {
      lxw_protection allowed = {};
      allowed.format_columns = allowed.format_rows = 1;
      allowed.autofilter = allowed.sort = 1;
      worksheet_protect(to_, nullptr, &allowed);
    }
    if (sheet_.is_landscape) worksheet_set_landscape(to_);
    worksheet_set_paper(to_, 9);  // A4.
    worksheet_fit_to_pages(to_, 1, 0);
    Keep(worksheet_set_footer(to_, "&C&P / &N"));
    if (sheet_.repeated_rows.has_value()) {
      Keep(worksheet_repeat_rows(to_, sheet_.repeated_rows->first - 1,
                                 sheet_.repeated_rows->last - 1));
    }
    if (sheet_.is_hidden) worksheet_hide(to_);
  }

  lxw_format* FormatAt(Place place) {
    const auto [found, is_new] =
        formats_.try_emplace(formats_of_.At(place), nullptr);
    if (is_new) {
      found->second = workbook_add_format(book_);
      Apply(found->first, found->second);
    }
    return found->second;
  }

  static inline const Value kNothing;
  lxw_workbook* const book_;
  std::map<Format, lxw_format*>& formats_;
  const Sheet& sheet_;
  const Formats formats_of_;
  lxw_worksheet* to_ = nullptr;
  lxw_error error_ = LXW_NO_ERROR;
};

lxw_error WriteSheets(const Workbook& workbook, lxw_workbook* book) {
  lxw_doc_properties properties = {};
  properties.title = const_cast<char*>(workbook.title.c_str());
  properties.created = kCreated;
  if (const lxw_error error = workbook_set_properties(book, &properties)) {
    return error;
  }
  std::map<Format, lxw_format*> formats;
  bool first = true;
  for (const Sheet& sheet : workbook.sheets) {
    if (const lxw_error error = SheetWriter(book, formats, sheet).Write()) {
      return error;
    }
    if (!sheet.is_hidden && std::exchange(first, false)) {
      lxw_worksheet* shown =
          workbook_get_worksheet_by_name(book, sheet.name.c_str());
      worksheet_activate(shown);
      worksheet_set_first_sheet(shown);
    }
  }
  return LXW_NO_ERROR;
}

absl::Status Failed(absl::string_view what) {
  return absl::InternalError(
      absl::StrCat("the workbook was not written: ", what));
}

absl::StatusOr<std::string> BytesOf(int file) {
  const off_t size = lseek(file, 0, SEEK_END);
  if (size < 0) return Failed("its file has no end");
  std::string bytes(static_cast<size_t>(size), '\0');
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t read = pread(file, bytes.data() + at, bytes.size() - at,
                               static_cast<off_t>(at));
    if (read <= 0) return Failed("its file was cut off");
    at += static_cast<size_t>(read);
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> WriteXlsx(const Workbook& workbook) {
  RETURN_IF_ERROR(CheckWorkbook(workbook));
  const Workbook whole = WithListSheet(workbook);
  const PlainLocale plain;
  // The library wants a file by its name; this one is in memory.
  const int file = memfd_create("workbook", MFD_CLOEXEC);
  if (file < 0) return Failed("no memory file");
  const absl::Cleanup close_file = [file] { close(file); };
  lxw_workbook* book =
      workbook_new(absl::StrCat("/proc/self/fd/", file).c_str());
  if (book == nullptr) return Failed("no memory");
  const lxw_error error = WriteSheets(whole, book);
  const lxw_error closed = workbook_close(book);  // Also frees it.
  if (error != LXW_NO_ERROR) return Failed(lxw_strerror(error));
  if (closed != LXW_NO_ERROR) return Failed(lxw_strerror(closed));
  return BytesOf(file);
}

}  // namespace opvang::sheet
