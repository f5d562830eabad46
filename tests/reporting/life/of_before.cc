#include "tests/reporting/life/of_before.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "common/base/enum_word.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The word that stood for a field of today, by "Message.field".
const std::map<std::string, std::string>& Words() {
  static const auto* const kWords = new std::map<std::string, std::string>{
      {"TransferRow.transfer_state", "state"},
      {"TransferRow.transfer_counting", "counting"},
      {"TransferRow.counting_reasons", "reasons"},
      {"HousingStatement.housing_metric", "metric"},
      {"PlaceFact.place_group", "group"},
      {"PlaceFact.place_basis", "basis"},
      {"PlaceFact.end_date_certainty", "end_certainty"},
      {"StatusHolderLocation.location_state", "state"},
      {"TargetStep.quota_basis", "basis"},
      {"GroupPlaces.place_group", "group"},
      {"Uncounted.place_group", "group"},
      {"Uncounted.uncounted_reasons", "reasons"},
      {"Site.location_operator", "operator"},
      {"Site.location_state", "state"},
      {"Site.end_date_certainty", "end_certainty"},
      {"Site.site_progress", "progress"},
      {"Shelter.shelter_quality_level", "quality_level"},
      {"Shelter.shelter_progress", "progress"},
      {"Plan.plan_home_source", "home_source"},
      {"Plan.plan_certainty", "certainty"},
  };
  return *kWords;
}

void ToWords(Message& message) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.name() == "stage") {
      reflection.ClearField(&message, &field);
    } else if (const auto word = Words().find(type.name() + "." + field.name());
               word != Words().end()) {
      const FieldDescriptor* to = type.FindFieldByName(word->second);
      if (field.is_repeated()) {
        for (int at = 0; at < reflection.FieldSize(message, &field); ++at) {
          reflection.AddString(
              &message, to,
              EnumWord(*reflection.GetRepeatedEnum(message, &field, at)));
        }
      } else if (const auto* value = reflection.GetEnum(message, &field);
                 value->number() != 0 || to->name() == "state") {
        reflection.SetString(&message, to, EnumWord(*value));
      }
      reflection.ClearField(&message, &field);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field.is_repeated()) {
        for (int at = 0; at < reflection.FieldSize(message, &field); ++at) {
          ToWords(*reflection.MutableRepeatedMessage(&message, &field, at));
        }
      } else if (reflection.HasField(message, &field)) {
        ToWords(*reflection.MutableMessage(&message, &field));
      }
    }
  }
}

// What was not known was 0 then.
void SayZero(nl::opvang::reporting::v1::Figures& figures) {
  auto& asylum = *figures.mutable_asylum();
  asylum.set_realised_place_count(asylum.realised_place_count());
  asylum.set_realised_amv_count(asylum.realised_amv_count());
  asylum.set_guaranteed_place_count(asylum.guaranteed_place_count());
  asylum.set_guaranteed_amv_count(asylum.guaranteed_amv_count());
  asylum.set_intended_place_count(asylum.intended_place_count());
  asylum.set_intended_amv_count(asylum.intended_amv_count());
  asylum.set_gross_shortfall_place_count(asylum.gross_shortfall_place_count());
  asylum.set_net_shortfall_place_count(asylum.net_shortfall_place_count());
  auto& ukraine = *figures.mutable_ukraine();
  ukraine.set_realised_place_count(ukraine.realised_place_count());
  ukraine.set_in_development_place_count(ukraine.in_development_place_count());
  auto& housed = *figures.mutable_status_holders();
  housed.set_realised_person_count(housed.realised_person_count());
  housed.set_planned_person_count(housed.planned_person_count());
}
void SayZeros(nl::opvang::reporting::v1::ReportContent& content) {
  SayZero(*content.mutable_total()->mutable_figures());
  for (auto& area : *content.mutable_regions()) {
    SayZero(*area.mutable_figures());
  }
  for (auto& compared : *content.mutable_compared()) {
    for (auto& row : *compared.mutable_rows()) SayZero(*row.mutable_figures());
  }
  for (auto& row : *content.mutable_municipalities()) {
    SayZero(*row.mutable_figures());
    row.set_dsl_location_count(row.dsl_location_count());
    row.set_kso_location_count(row.kso_location_count());
  }
}

template <typename Do>
void ForEachGroup(nl::opvang::reporting::v1::ReportContent& content, Do act) {
  for (auto& row : *content.mutable_municipalities()) {
    for (auto& site : *row.mutable_sites()) {
      for (auto& places : *site.mutable_groups()) act(places);
    }
  }
}

// What no report told before it told its edition.
void DropWhatIsNew(nl::opvang::reporting::v1::ReportContent& content) {
  content.clear_edition();
  for (auto& pin : *content.mutable_sources()) pin.clear_chain_sha256();
  for (auto& row : *content.mutable_municipalities()) {
    row.clear_opening_sources();
    auto& shelters = *row.mutable_shelters();
    shelters.erase(std::remove_if(shelters.begin(), shelters.end(),
                                  [](const auto& one) { return IsOver(one); }),
                   shelters.end());
    for (auto& shelter : shelters) {
      shelter.clear_location_state();
      shelter.clear_stage();
      shelter.clear_state_fact();
    }
  }
}

}  // namespace

nl::opvang::reporting::v1::ReportContent OfBefore(
    nl::opvang::reporting::v1::ReportContent content) {
  DropWhatIsNew(content);
  ForEachGroup(content,
               [](auto& places) { places.clear_amv_realised_place_count(); });
  ToWords(content);
  return content;
}

nl::opvang::reporting::v1::ReportContent WithoutEdition(
    nl::opvang::reporting::v1::ReportContent content) {
  DropWhatIsNew(content);
  SayZeros(content);
  ForEachGroup(content, [](auto& places) {
    if (places.place_group() == nl::opvang::locations::v1::PLACE_GROUP_AMV) {
      places.set_amv_realised_place_count(places.realised_place_count());
    }
  });
  return content;
}

std::string SealedPlan() {
  std::ifstream file(OPVANG_SOURCE_DIR "/tests/reporting/life/plan-2024.json",
                     std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace opvang::reporting
