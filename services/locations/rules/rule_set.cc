#include "services/locations/rules/rule_set.h"

namespace opvang::locations {
namespace {

constexpr DurableRule kDurable = {.years = 5,
                                  .reading = DurableReading::kInAll,
                                  .within_months = 12,
                                  .regular_minimum = 100,
                                  .special_minimum = 16,
                                  .minors_are_special = true};

// The same for both cycles: nothing else was published.
const std::vector<std::string>& DurableSentences() {
  static const auto* const kSentences = new std::vector<std::string>{
      SentenceOf(kDurable.reading),
      "Van een gemeente tellen reguliere plekken mee vanaf 100, plekken van "
      "bijzondere aard vanaf 16, over haar voorzieningen samen (Besluit art. "
      "3.1). Plekken voor amv worden gelezen als van bijzondere aard (Besluit "
      "art. 1.1).",
      "Noodopvang en bufferplekken zijn nooit duurzaam; een locatie zonder "
      "afgerond besluit ook niet."};
  return *kSentences;
}

const std::vector<RuleSet>& RuleSets() {
  static const auto* const kRuleSets = new std::vector<RuleSet>{
      {"cycle-2024",
       absl::CivilDay(2024, 2, 1),
       {"Een plek is gegarandeerd als zij op elke dag van het venster "
        "beschikbaar is: per gemeente telt het laagste aantal besloten plekken "
        "over het venster (regionaal plan IJsselland 2024, paragraaf 1 en 4; "
        "Wet art. 6 en 7).",
        "De eerste dag waarop dat laagste aantal bestaat, is de bindende dag; "
        "een locatie telt mee met wat zij op die dag biedt.",
        "Een locatie zonder afgerond besluit of zonder startdatum telt niet "
        "mee als gegarandeerd (regionaal plan IJsselland 2024, paragraaf 5).",
        "Plekken voor amv tellen binnen het totaal en hebben een eigen laagste "
        "aantal (Besluit art. 2.2, eerste lid).",
        "Plekken van bijzondere aard tellen mee (Wet art. 3, eerste lid); "
        "bufferplekken tellen nooit mee.",
        "Noodopvang telt alleen mee als zij op elke dag van het venster "
        "plekken heeft (regionaal plan IJsselland 2024, paragraaf 1); "
        "crisisnoodopvang, overloop en tijdelijke noodvoorziening tellen niet "
        "mee.",
        "Met voornemens: het hoogste van wat gegarandeerd is en wat op de "
        "laatste dag van het venster staat als de plannen zijn uitgevoerd; "
        "alleen hier tellen plannen zonder datum.",
        "Regio en provincie zijn de som van hun gemeenten."},
       DurableSentences(),
       kDurable,
       false},
      {"cycle-2026",
       absl::CivilDay(2026, 2, 1),
       {"Zoals cycle-2024, op het venster van de cyclus 2026. Voor deze cyclus "
        "is geen afwijkende telregel gepubliceerd.",
        "Regio en provincie zijn de som van hun gemeenten."},
       DurableSentences(),
       kDurable,
       true},
  };
  return *kRuleSets;
}

}  // namespace

const char* SentenceOf(DurableReading reading) {
  switch (reading) {
    case DurableReading::kInAll:
      return "Een plek is duurzaam als zij op elke dag van vijf jaar achtereen "
             "beschikbaar is; die vijf jaar lopen op de peildag of beginnen "
             "binnen de twaalf maanden erna (Wet art. 2, derde lid; Besluit "
             "art. 1.1). Gelezen wordt: vijf jaar in totaal; wat daarvan op de "
             "peildag al voorbij is, telt mee.";
    case DurableReading::kToCome:
      return "Een plek is duurzaam als zij op elke dag van vijf jaar achtereen "
             "beschikbaar is, vanaf de peildag of vanaf een begin binnen de "
             "twaalf maanden erna (Wet art. 2, derde lid; Besluit art. 1.1). "
             "Gelezen wordt: vijf jaar die nog komen; wat op de peildag al "
             "voorbij is, telt niet mee.";
  }
  return "";
}

const RuleSet* FindRuleSet(absl::string_view name) {
  for (const RuleSet& rule_set : RuleSets()) {
    if (rule_set.name == name) return &rule_set;
  }
  return nullptr;
}

std::vector<std::string> RuleSetNames() {
  std::vector<std::string> names;
  for (const RuleSet& rule_set : RuleSets()) names.push_back(rule_set.name);
  return names;
}

}  // namespace opvang::locations
