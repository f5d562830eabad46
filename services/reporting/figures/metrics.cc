#include "services/reporting/figures/metrics.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/base/municipality.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/reporting/figures/gather.h"

namespace opvang::reporting {
namespace {

using Group = pb::Site::GroupPlaces;

constexpr Metric kMetrics[] = {
    {"asylum.target_place_count", "opgave asiel", "places",
     "De opgave is de laatste stap: indicatief, afgesproken aan de tafel, "
     "verschoven, besloten.",
     "Wet 3(2), 4(1), 5(1)",
     [](int32_t, Gathered& to) {
       AddSteps(to, to.row.asylum_steps(), "asylum");
     }},
    {"asylum.target_amv_count", "opgave asiel, waarvan amv", "places",
     "Het deel voor amv ligt binnen de opgave.", "Besluit 2.2(1)",
     [](int32_t, Gathered& to) { AddAmvTarget(to); }},
    {"asylum.realised_place_count", "gerealiseerd of te realiseren", "places",
     "Van elke besloten locatie het hoogste aantal plekken op enige dag van de "
     "periode, voor wie ook; bufferplekken tellen niet mee.",
     "",
     [](int32_t, Gathered& to) {
       AddSites(to, false, "realised_place_count",
                &Group::realised_place_count);
     }},
    {"asylum.realised_amv_count", "gerealiseerd of te realiseren, waarvan amv",
     "places", "Zoals het totaal, alleen de plekken voor amv.", "",
     [](int32_t, Gathered& to) {
       AddSites(to, true, "amv_realised_place_count",
                &Group::amv_realised_place_count);
     }},
    {"asylum.guaranteed_place_count", "gegarandeerd", "places",
     "Het laagste aantal besloten plekken op enige dag van het venster: wat er "
     "op de bindende dag staat, plus wat geleend is, min wat uitgeleend is.",
     "Wet 3(2), 4(1), 6(1), 7(1)",
     [](int32_t, Gathered& to) {
       AddSites(to, false, "counted_place_count", &Group::counted_place_count);
       AddTransfers(to, false, {pb::TransferRow::COUNTING_GUARANTEED});
     }},
    {"asylum.guaranteed_amv_count", "gegarandeerd, waarvan amv", "places",
     "Het laagste aantal besloten plekken voor amv op enige dag van het "
     "venster; het minimum voor amv heeft een eigen bindende dag.",
     "Besluit 2.2(1)",
     [](int32_t, Gathered& to) {
       AddSites(to, true, "amv_counted_place_count",
                &Group::amv_counted_place_count);
       AddTransfers(to, true, {pb::TransferRow::COUNTING_GUARANTEED});
     }},
    {"asylum.intended_place_count", "met voornemens", "places",
     "Wat er op de laatste dag van het venster staat als alle voornemens "
     "worden uitgevoerd; nooit minder dan wat is gegarandeerd.",
     "", [](int32_t value, Gathered& to) { AddIntended(to, false, value); }},
    {"asylum.intended_amv_count", "met voornemens, waarvan amv", "places",
     "Zoals het totaal, alleen de plekken voor amv.", "",
     [](int32_t value, Gathered& to) { AddIntended(to, true, value); }},
    {"asylum.gross_shortfall_place_count", "tekort bruto", "places",
     "Opgave min gegarandeerd waar dat meer dan nul is; een overschot van de "
     "een maakt het tekort van de ander niet kleiner.",
     "", [](int32_t, Gathered& to) { AddShortfall(to, true); }},
    {"asylum.net_shortfall_place_count", "tekort netto", "places",
     "Opgave min gegarandeerd; een overschot is negatief.", "",
     [](int32_t, Gathered& to) { AddShortfall(to, false); }},
    {"asylum.permanent_stock_place_count", "vaste voorraad van COA", "places",
     "Wat COA zelf opgeeft.", "",
     [](int32_t, Gathered& to) {
       AddCount(to, to.row.permanent_stock(),
                "asylum.permanent_stock_place_count", "opgave van COA");
     }},
    {"asylum.transferred_place_count", "uitruil, gegarandeerd", "places",
     "Geleend (plus) of uitgeleend (min) voor het hele venster.", "",
     [](int32_t, Gathered& to) {
       AddTransfers(to, false, {pb::TransferRow::COUNTING_GUARANTEED});
     }},
    {"asylum.intended_transferred_place_count", "uitruil, voorgenomen",
     "places", "Geleend of uitgeleend, nog niet vast of niet het hele venster.",
     "",
     [](int32_t, Gathered& to) {
       AddTransfers(to, false, {pb::TransferRow::COUNTING_INTENDED});
     }},
    {"asylum.durable_place_count", "duurzame plekken, af te trekken", "places",
     "Plekken die vijf jaar of langer beschikbaar zijn of het binnen twaalf "
     "maanden worden; van een gemeente tellen reguliere mee vanaf 100, die van "
     "bijzondere aard vanaf 16.",
     "Wet 2(3); Besluit 3.1", [](int32_t, Gathered& to) { AddDurable(to); }},
    {"asylum.remaining_place_count", "nog te realiseren", "places",
     "De opgave min de duurzame plekken; minder dan nul is een overschot. Of "
     "dat een andere gemeente helpt, staat in geen bron.",
     "Wet 2(3)",
     [](int32_t, Gathered& to) {
       AddFigure(to, "asylum.target_place_count", 1);
       AddFigure(to, "asylum.durable_place_count", -1);
     }},
    {"ukraine.target_place_count", "opgave Oekraïne", "places",
     "De opgave van de veiligheidsregio voor de gemeente; een "
     "inspanningsverplichting.",
     "Regeling opvang ontheemden Oekraïne",
     [](int32_t, Gathered& to) {
       AddSteps(to, to.row.ukraine_steps(), "ukraine");
     }},
    {"ukraine.realised_place_count", "gerealiseerde plekken Oekraïne", "places",
     "Plekken die op de dag klaar zijn voor gebruik, bezet of niet.", "",
     [](int32_t, Gathered& to) {
       AddShelters(to, "realised_place_count",
                   &pb::Shelter::realised_place_count);
     }},
    {"ukraine.in_development_place_count", "plekken Oekraïne in ontwikkeling",
     "places", "Besloten of gepland met een dag, en nog niet opgeleverd.", "",
     [](int32_t, Gathered& to) {
       AddShelters(to, "in_development_place_count",
                   &pb::Shelter::in_development_place_count);
     }},
    {"ukraine.private_person_count", "personen in particuliere opvang",
     "persons", "De laatste telling niet na de dag; geen plekken.", "",
     [](int32_t, Gathered& to) {
       AddCount(to, to.row.private_shelter(), "ukraine.private_person_count",
                "telling");
     }},
    {"ukraine.occupied_person_count", "personen in gemeentelijke opvang",
     "persons", "De laatste telling van elke locatie niet na de dag.", "",
     [](int32_t, Gathered& to) {
       AddShelters(to, "occupied_person_count",
                   &pb::Shelter::occupied_person_count);
     }},
    {"status_holders.target_person_count", "taakstelling statushouders",
     "persons",
     "Het landelijke aantal naar inwoners, naar boven afgerond; door gemeenten "
     "samen te verschuiven.",
     "Huisvestingswet 2014, art. 28-29",
     [](int32_t, Gathered& to) {
       AddSteps(to, to.row.status_holder_steps(), "status_holders");
     }},
    {"status_holders.opening_person_count", "meegenomen", "persons",
     "De voorsprong (plus) of achterstand (min) bij het begin van het "
     "halfjaar.",
     "", [](int32_t value, Gathered& to) { AddCarried(to, value); }},
    {"status_holders.net_target_person_count",
     "taakstelling inclusief meegenomen", "persons",
     "Taakstelling min de voorsprong, of plus de achterstand.", "",
     [](int32_t, Gathered& to) {
       AddFigure(to, "status_holders.target_person_count", 1);
       AddFigure(to, "status_holders.opening_person_count", -1);
     }},
    {"status_holders.realised_person_count", "gehuisvest", "persons",
     "Alle plaatsingen die meetellen, vanaf het begin van het halfjaar tot en "
     "met de peildag.",
     "",
     [](int32_t, Gathered& to) {
       AddPlacements(to);
       AddMoves(to);
     }},
    {"status_holders.planned_person_count", "gepland", "persons",
     "Personen van plannen waarvan de laatste dag na de peildag en in het "
     "halfjaar ligt.",
     "", [](int32_t, Gathered& to) { AddPlans(to); }},
    {"status_holders.expected_person_count", "verwachte voor- of achterstand",
     "persons",
     "Gehuisvest plus gepland min de taakstelling inclusief "
     "meegenomen.",
     "",
     [](int32_t, Gathered& to) {
       AddFigure(to, "status_holders.realised_person_count", 1);
       AddFigure(to, "status_holders.planned_person_count", 1);
       AddFigure(to, "status_holders.net_target_person_count", -1);
     }},
    {"status_holders.waiting_person_count", "gekoppeld en wachtend", "persons",
     "De laatste telling van COA niet na de dag: wie aan de gemeente is "
     "gekoppeld en nog geen woning heeft. In geen ander cijfer.",
     "",
     [](int32_t, Gathered& to) {
       AddCount(to, to.row.waiting(), "status_holders.waiting_person_count",
                "telling van COA");
     }},
};

// The message and field of a metric.
struct Path {
  const google::protobuf::FieldDescriptor* group;
  const google::protobuf::FieldDescriptor* field;
};
Path PathOf(absl::string_view name) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(name, absl::MaxSplits('.', 1));
  const auto* group = pb::Figures::descriptor()->FindFieldByName(parts.first);
  return {group, group->message_type()->FindFieldByName(parts.second)};
}

// By position in `kMetrics`.
const std::vector<Path>& Paths() {
  static const auto* const kPaths = [] {
    auto* paths = new std::vector<Path>();
    for (const Metric& metric : kMetrics) paths->push_back(PathOf(metric.name));
    return paths;
  }();
  return *kPaths;
}

}  // namespace

absl::Span<const Metric> AllMetrics() { return kMetrics; }

const Metric* FindMetric(absl::string_view name) {
  for (const Metric& metric : kMetrics) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

bool IsOfDurable(const Metric& metric) {
  return metric.name == "asylum.durable_place_count" ||
         metric.name == "asylum.remaining_place_count";
}

std::optional<int32_t> ValueOf(const pb::Figures& figures,
                               const Metric& metric) {
  const Path& path = Paths()[&metric - kMetrics];
  const google::protobuf::Message& group =
      figures.GetReflection()->GetMessage(figures, path.group);
  if (path.field->has_presence() &&
      !group.GetReflection()->HasField(group, path.field)) {
    return std::nullopt;
  }
  return group.GetReflection()->GetInt32(group, path.field);
}

int32_t CountOf(const pb::Figures& figures, absl::string_view metric) {
  return ValueOf(figures, *FindMetric(metric)).value_or(0);
}

std::string GroupOf(const pb::ReportSpec& spec,
                    const pb::MunicipalityRow& row) {
  if (absl::StartsWith(spec.scope(), "provinces/")) return row.region();
  if (!absl::StartsWith(spec.scope(), "countries/")) return "";
  const Municipality* found = FindMunicipalityByName(row.municipality());
  return found == nullptr ? "" : found->ProvinceName();
}

bool IsUnder(const pb::MunicipalityRow& row, absl::string_view area) {
  return absl::StartsWith(area, "regions/")
             ? row.region() == area
             : LiesWithin(row.municipality(), area);
}

const pb::SubtotalRow* FindArea(const pb::ReportContent& content,
                                absl::string_view subject) {
  if (content.total().subject() == subject) return &content.total();
  for (const pb::SubtotalRow& region : content.regions()) {
    if (region.subject() == subject) return &region;
  }
  return nullptr;
}

const pb::Figures* FiguresOf(const pb::ReportContent& content,
                             absl::string_view subject) {
  const pb::Figures* found = nullptr;
  ForEachSubject(content, [&](const std::string& one, const std::string&,
                              const pb::Figures& figures) {
    if (one == subject && found == nullptr) found = &figures;
  });
  return found;
}

}  // namespace opvang::reporting
