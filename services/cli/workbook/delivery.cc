#include "services/cli/workbook/delivery.h"

#include <optional>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/load/rows.h"

namespace opvang::cli::workbook {
namespace {

namespace h = nl::opvang::housing::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::RepeatedPtrField;

// Of a source at most; cells beyond it are counted.
constexpr size_t kSourceBytesMax = 440;

std::string TextOf(const google::protobuf::Message& message,
                   const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    std::vector<std::string> all;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      all.push_back(reflection.GetRepeatedString(message, &field, i));
    }
    return absl::StrJoin(all, ";");
  }
  if (field.has_presence() && !reflection.HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = reflection.GetEnum(message, &field);
      return value->number() == 0 ? "" : EnumWord(*value);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FormatDay(DayOf(static_cast<const google::type::Date&>(
          reflection.GetMessage(message, &field))));
    default:
      return reflection.GetString(message, &field);
  }
}

std::set<std::string> FieldNames(Part part) {
  if (part == Part::kPlaces) {
    return {"place_count", "end_certainty", "decision", "stated_date",
            "usable_place_count"};
  }
  std::set<std::string> names;
  for (const SheetTable& table : Sheets()) {
    for (const Column& column : table.columns) {
      if (column.part == part && !column.field.empty()) {
        names.insert(column.field);
      }
    }
  }
  return names;
}

void SetFields(const Fields& fields, google::protobuf::Message& message) {
  for (const auto& [name, value] : fields) {
    const auto* field = message.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr && !value.empty()) SetField(*field, value, message);
  }
}

void SetOne(const std::string& field, const std::string& value,
            google::protobuf::Message& message) {
  SetFields({{field, value}}, message);
}

// "werkboek sha256:…, blad Bestaande locaties, F7 en H7 ("juli 2025")".
std::string SourceOf(const Wrapping& wrapping, const Statement& statement) {
  if (!statement.source.empty()) return statement.source;
  if (statement.place.empty()) return wrapping.stem;
  const std::string stem =
      absl::StrCat(wrapping.stem, ", blad ",
                   statement.place.substr(0, statement.place.find(", ")));
  std::string cells;
  size_t told = 0;
  for (const std::string& cell : statement.cells) {
    const std::string more = absl::StrCat(told == 0 ? ", " : " en ", cell);
    // One cell always fits.
    if (told > 0 &&
        stem.size() + cells.size() + more.size() > kSourceBytesMax) {
      break;
    }
    absl::StrAppend(&cells, more);
    ++told;
  }
  if (told < statement.cells.size()) {
    absl::StrAppend(&cells, " en ", statement.cells.size() - told, " meer");
  }
  return stem + cells;
}

// What is left of a placement, and the one that says so.
struct Remaining {
  const h::Placement* placement = nullptr;
  int persons = 0;
  std::optional<int> minors;
};

std::map<RecordKey, std::vector<Remaining>> RemainingOf(
    const std::vector<h::Placement>& placements) {
  std::map<std::string, Remaining> left;
  for (const h::Placement& one : placements) {
    if (!one.corrected_placement().empty()) continue;
    left[one.name()] = {
        &one, one.person_count(),
        one.has_amv_count() ? std::optional(one.amv_count()) : std::nullopt};
  }
  for (const h::Placement& one : placements) {
    const auto corrected = left.find(one.corrected_placement());
    if (corrected == left.end()) continue;
    corrected->second.persons += one.person_count();
    if (one.has_amv_count() && corrected->second.minors.has_value()) {
      *corrected->second.minors += one.amv_count();
    }
  }
  std::map<RecordKey, std::vector<Remaining>> remaining;
  for (const auto& [name, one] : left) {
    if (one.persons == 0) continue;
    remaining[{Part::kPlacement, one.placement->kind(),
               FormatDay(DayOf(one.placement->placement_date()))}]
        .push_back(one);
  }
  return remaining;
}

// Puts changes into requests.
class DeliveryBuilder {
 public:
  DeliveryBuilder(const Wrapping& wrapping, const Statements& statements,
                  const std::vector<h::Placement>& placements)
      : wrapping_(wrapping),
        statements_(statements),
        remaining_(RemainingOf(placements)) {
    delivery_.locations.set_parent(wrapping.municipality);
    delivery_.housing.set_parent(wrapping.municipality);
    delivery_.reporting.set_parent(wrapping.municipality);
    for (const h::Placement& one : placements) names_.insert(one.name());
  }

  Delivery Pack(const std::vector<Change>& changes) {
    for (const Change& change : changes) Add(change);
    return std::move(delivery_);
  }

 private:
  std::string Location(const RecordKey& key) const {
    return absl::StrCat(wrapping_.municipality, "/locations/", key.subject);
  }

  // A message of a list, with its source and origin.
  template <typename T>
  T& New(const char* list, const RecordKey& key, RepeatedPtrField<T>* to) {
    const Statement& statement = statements_.at(key);
    delivery_.origins[list].push_back(&statement);
    T& made = *to->Add();
    made.set_source(SourceOf(wrapping_, statement));
    return made;
  }

  void Add(const Change& change) {
    auto& locations = delivery_.locations;
    const RecordKey& key = change.key;
    switch (key.part) {
      case Part::kRow:
        return;
      case Part::kLocation: {
        auto& made = New("locations", key, locations.mutable_locations());
        made.set_name(Location(key));
        SetFields(change.after, made);
        return;
      }
      case Part::kPlaces:
        AddPlaces(change);
        return;
      case Part::kState: {
        auto& made =
            New("state_entries", key, locations.mutable_state_entries());
        made.set_location(Location(key));
        SetFields(change.after, made);
        return;
      }
      case Part::kOccupancy: {
        auto& made = New("occupancies", key, locations.mutable_occupancies());
        made.set_location(Location(key));
        SetCount(change, made);
        return;
      }
      case Part::kPrivate: {
        auto& made =
            New("private_shelters", key, locations.mutable_private_shelters());
        made.set_municipality(wrapping_.municipality);
        SetCount(change, made);
        return;
      }
      case Part::kPlan: {
        auto& made = New("plans", key, delivery_.housing.mutable_plans());
        made.set_name(
            absl::StrCat(wrapping_.municipality, "/plans/", key.subject));
        SetFields(change.after, made);
        return;
      }
      case Part::kPlacement:
        AddPlacements(change);
        return;
      case Part::kNil:
        AddNil(change);
        return;
      case Part::kText: {
        auto& made = New("texts", key, delivery_.reporting.mutable_texts());
        made.set_subject(wrapping_.municipality);
        SetOne("kind", key.subject, made);
        SetOne("position", key.detail, made);
        if (change.is_retracted) {
          SetOne("start_date", Get(change.before, "start_date"), made);
        } else {
          SetFields(change.after, made);
        }
        return;
      }
    }
  }

  // A count, or that it is taken back.
  template <typename Counted>
  static void SetCount(const Change& change, Counted& made) {
    if (change.is_retracted) {
      made.set_retracted(true);
      SetOne("count_date", change.key.detail, made);
    } else {
      SetFields(change.after, made);
    }
  }

  void AddPlaces(const Change& change) {
    auto& made = New("place_entries", change.key,
                     delivery_.locations.mutable_place_entries());
    const PlacesKey parts = PartsOf(change.key);
    made.set_location(Location(change.key));
    SetOne("group", parts.group, made);
    SetOne("basis", parts.basis, made);
    SetOne("start_date", parts.day, made);
    if (change.is_retracted) {
      SetOne("decision", Get(change.before, "decision"), made);
    } else {
      SetFields(change.after, made);
    }
  }

  void AddNil(const Change& change) {
    const RecordKey& key = change.key;
    const auto say = [&](auto& made) {
      made.set_municipality(wrapping_.municipality);
      SetOne("return_date", key.detail, made);
      made.set_retracted(change.is_retracted);
    };
    if (key.subject == kHoused) {
      say(New("placement_nil_returns", key,
              delivery_.housing.mutable_placement_nil_returns()));
      return;
    }
    auto& made =
        New("nil_returns", key, delivery_.locations.mutable_nil_returns());
    say(made);
    SetOne("purpose", key.subject, made);
  }

  // A name that no placement has.
  std::string NewName() {
    for (;;) {
      const std::string name =
          absl::StrCat(wrapping_.municipality, "/placements/wb-",
                       wrapping_.sha256.substr(0, 12), "-", ++count_);
      if (names_.insert(name).second) return name;
    }
  }

  void AddPlacements(const Change& change) {
    auto* to = delivery_.housing.mutable_placements();
    const auto add = [&](int persons,
                         std::optional<int> minors) -> h::Placement& {
      h::Placement& made = New("placements", change.key, to);
      made.set_name(NewName());
      SetOne("placement_date", change.key.detail, made);
      made.set_kind(change.key.subject);
      made.set_person_count(persons);
      if (minors.has_value()) made.set_amv_count(*minors);
      return made;
    };
    for (const Remaining& one : remaining_[change.key]) {
      add(-one.persons,
          one.minors.has_value() ? std::optional(-*one.minors) : std::nullopt)
          .set_corrected_placement(one.placement->name());
    }
    if (change.is_retracted) return;
    int persons = 0, minors = 0;
    if (!absl::SimpleAtoi(Get(change.after, "person_count"), &persons)) return;
    const bool has_minors =
        absl::SimpleAtoi(Get(change.after, "amv_count"), &minors);
    add(persons, has_minors ? std::optional(minors) : std::nullopt);
  }

  const Wrapping& wrapping_;
  const Statements& statements_;
  std::map<RecordKey, std::vector<Remaining>> remaining_;
  std::set<std::string> names_;
  int count_ = 0;
  Delivery delivery_;
};

}  // namespace

Fields FieldsOf(Part part, const google::protobuf::Message& message) {
  Fields fields;
  for (const std::string& name : FieldNames(part)) {
    const auto* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) continue;
    const std::string text = TextOf(message, *field);
    if (!text.empty()) fields[name] = text;
  }
  return fields;
}

Snapshot PlacementRecords(const std::vector<h::Placement>& placements) {
  Snapshot snapshot;
  for (const auto& [key, remaining] : RemainingOf(placements)) {
    int persons = 0, minors = 0;
    bool has_minors = false;
    for (const Remaining& one : remaining) {
      persons += one.persons;
      minors += one.minors.value_or(0);
      has_minors = has_minors || one.minors.has_value();
    }
    Record& record = snapshot[key];
    record.fields["person_count"] = absl::StrCat(persons);
    if (has_minors) record.fields["amv_count"] = absl::StrCat(minors);
    record.source = remaining.back().placement->source();
  }
  return snapshot;
}

void AddNilReturns(
    const std::vector<nl::opvang::locations::v1::NilReturn>& of_places,
    const std::vector<h::NilReturn>& of_persons, Snapshot& snapshot) {
  const auto add = [&](const std::string& duty, const auto& one) {
    const std::string day = FormatDay(DayOf(one.return_date()));
    snapshot[{Part::kNil, duty, day}] = {
        {{"return_date", day}, {kSourceField, WordsOfSource(one.source())}},
        one.source()};
  };
  for (const auto& one : of_places) add(EnumWord(one.purpose()), one);
  for (const h::NilReturn& one : of_persons) add(kHoused, one);
}

Delivery MakeDelivery(const Wrapping& wrapping,
                      const std::vector<Change>& changes,
                      const Statements& statements,
                      const std::vector<h::Placement>& placements) {
  return DeliveryBuilder(wrapping, statements, placements).Pack(changes);
}

Message AtCell(const Delivery& delivery, const std::string& field,
               const std::string& description) {
  const size_t open = field.find('['), close = field.find(']');
  size_t index = 0;
  if (open != std::string::npos && close != std::string::npos &&
      absl::SimpleAtoi(field.substr(open + 1, close - open - 1), &index)) {
    const auto list = delivery.origins.find(field.substr(0, open));
    if (list != delivery.origins.end() && index < list->second.size()) {
      const Statement& statement = *list->second[index];
      // "locations[3].participants[0]" is of the field participants.
      const size_t dot = field.find('.', close);
      std::string name = dot == std::string::npos ? "" : field.substr(dot + 1);
      name = name.substr(0, name.find('['));
      const auto cell = statement.cell_of.find(name);
      const std::string place =
          cell == statement.cell_of.end() ? statement.place : cell->second;
      if (!place.empty()) return {place, description};
    }
  }
  return {field, description};
}

}  // namespace opvang::cli::workbook
