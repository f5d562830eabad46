#include "services/reporting/life/upgrade.h"

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/base/enum_word.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The field that took the place of a word.
struct Replaced {
  const Descriptor* of;
  const char* word;
  const char* value;
};

std::vector<Replaced> AllReplaced() {
  return {
      {pb::TransferRow::descriptor(), "state", "transfer_state"},
      {pb::TransferRow::descriptor(), "counting", "transfer_counting"},
      {pb::TransferRow::descriptor(), "reasons", "counting_reasons"},
      {pb::HousingStatement::descriptor(), "metric", "housing_metric"},
      {pb::PlaceFact::descriptor(), "group", "place_group"},
      {pb::PlaceFact::descriptor(), "basis", "place_basis"},
      {pb::PlaceFact::descriptor(), "end_certainty", "end_date_certainty"},
      {pb::StatusHolderLocation::descriptor(), "state", "location_state"},
      {pb::TargetStep::descriptor(), "basis", "quota_basis"},
      {pb::Site::GroupPlaces::descriptor(), "group", "place_group"},
      {pb::Site::Uncounted::descriptor(), "group", "place_group"},
      {pb::Site::Uncounted::descriptor(), "reasons", "uncounted_reasons"},
      {pb::Site::descriptor(), "operator", "location_operator"},
      {pb::Site::descriptor(), "state", "location_state"},
      {pb::Site::descriptor(), "end_certainty", "end_date_certainty"},
      {pb::Site::descriptor(), "progress", "site_progress"},
      {pb::Shelter::descriptor(), "quality_level", "shelter_quality_level"},
      {pb::Shelter::descriptor(), "progress", "shelter_progress"},
      {pb::Plan::descriptor(), "home_source", "plan_home_source"},
      {pb::Plan::descriptor(), "certainty", "plan_certainty"},
  };
}

// By the field of the word.
const std::map<const FieldDescriptor*, const FieldDescriptor*>& Replacements() {
  static const auto* const kReplacements = [] {
    auto* made = new std::map<const FieldDescriptor*, const FieldDescriptor*>;
    for (const Replaced& one : AllReplaced()) {
      made->emplace(one.of->FindFieldByName(one.word),
                    one.of->FindFieldByName(one.value));
    }
    return made;
  }();
  return *kReplacements;
}

// How far each state was in the life of a location, when `locations` did not
// tell it yet.
locations::LocationStage StageThen(int state) {
  switch (state) {
    case locations::LOCATION_STATE_DEFINITIVE:
    case locations::LOCATION_STATE_COA_PAPER_CHECK:
    case locations::LOCATION_STATE_COA_SITE_VISIT:
    case locations::LOCATION_STATE_AGREEMENT_SIGNED:
    case locations::LOCATION_STATE_PERMIT:
    case locations::LOCATION_STATE_CONSTRUCTION:
      return locations::LOCATION_STAGE_DECIDED;
    case locations::LOCATION_STATE_OPEN:
    case locations::LOCATION_STATE_EXTENDED:
    case locations::LOCATION_STATE_CLOSING:
      return locations::LOCATION_STAGE_STANDING;
    case locations::LOCATION_STATE_CLOSED:
      return locations::LOCATION_STAGE_CLOSED;
    case locations::LOCATION_STATE_WITHDRAWN:
      return locations::LOCATION_STAGE_WITHDRAWN;
    default:
      return locations::LOCATION_STAGE_UNDECIDED;
  }
}

// What the words of a field mean; empty when one of them means nothing.
std::vector<const EnumValueDescriptor*> ValuesOf(const Message& message,
                                                 const FieldDescriptor& word,
                                                 const FieldDescriptor& value) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<std::string> words;
  if (word.is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(message, &word); ++i) {
      words.push_back(reflection.GetRepeatedString(message, &word, i));
    }
  } else {
    words.push_back(reflection.GetString(message, &word));
  }
  std::vector<const EnumValueDescriptor*> values;
  for (const std::string& one : words) {
    values.push_back(ValueOfWord(*value.enum_type(), one));
    if (values.back() == nullptr) return {};
  }
  return values;
}

void Upgrade(const FieldDescriptor& word, const FieldDescriptor& value,
             Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const auto values = ValuesOf(message, word, value);
  if (values.empty()) return;
  for (const EnumValueDescriptor* one : values) {
    if (value.is_repeated()) {
      reflection.AddEnum(&message, &value, one);
    } else {
      reflection.SetEnum(&message, &value, one);
    }
  }
  reflection.ClearField(&message, &word);
  if (value.enum_type() == locations::LocationState_descriptor()) {
    reflection.SetEnumValue(&message,
                            message.GetDescriptor()->FindFieldByName("stage"),
                            StageThen(values.front()->number()));
  }
}

void UpgradeAll(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const auto replaced = Replacements().find(field);
    if (replaced != Replacements().end()) {
      Upgrade(*field, *replaced->second, message);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        UpgradeAll(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      UpgradeAll(*reflection.MutableMessage(&message, field));
    }
  }
}

// Says 0 where nothing was said.
template <typename Group>
void SayZero(std::initializer_list<const char*> fields, Group& group) {
  for (const char* name : fields) {
    const FieldDescriptor* field = Group::descriptor()->FindFieldByName(name);
    const Reflection& reflection = *group.GetReflection();
    if (!reflection.HasField(group, field)) {
      reflection.SetInt32(&group, field, 0);
    }
  }
}

void UpgradeFigures(pb::Figures& figures) {
  SayZero(
      {"realised_place_count", "realised_amv_count", "guaranteed_place_count",
       "guaranteed_amv_count", "intended_place_count", "intended_amv_count",
       "gross_shortfall_place_count", "net_shortfall_place_count"},
      *figures.mutable_asylum());
  SayZero({"realised_place_count", "in_development_place_count"},
          *figures.mutable_ukraine());
  SayZero({"realised_person_count", "planned_person_count"},
          *figures.mutable_status_holders());
}

// Until editions were told what nobody delivered was 0, and AMV places had no
// day of their own.
void UpgradeCounts(pb::ReportContent& content) {
  UpgradeFigures(*content.mutable_total()->mutable_figures());
  for (pb::SubtotalRow& area : *content.mutable_regions()) {
    UpgradeFigures(*area.mutable_figures());
  }
  for (pb::ComparedFigures& compared : *content.mutable_compared()) {
    for (auto& row : *compared.mutable_rows()) {
      UpgradeFigures(*row.mutable_figures());
    }
  }
  for (pb::MunicipalityRow& row : *content.mutable_municipalities()) {
    UpgradeFigures(*row.mutable_figures());
    SayZero({"dsl_location_count", "kso_location_count"}, row);
    for (pb::Site& site : *row.mutable_sites()) {
      for (pb::Site::GroupPlaces& places : *site.mutable_groups()) {
        if (places.place_group() != locations::PLACE_GROUP_AMV) continue;
        places.set_amv_realised_place_count(places.realised_place_count());
      }
    }
  }
}

}  // namespace

pb::ReportContent Upgraded(pb::ReportContent content) {
  UpgradeAll(content);
  if (content.edition() == 0) UpgradeCounts(content);
  return content;
}

}  // namespace opvang::reporting
