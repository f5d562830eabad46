#include "services/reporting/compare/remake.h"

#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/figures/metrics.h"

namespace opvang::reporting {
namespace {

constexpr char kAgain[] = "Opnieuw gemaakt uit de vastgelegde revisies";

std::string Told(bool present, int32_t count) {
  return present ? absl::StrCat(count) : "onbekend";
}

std::string Told(const pb::FigureDifference& difference) {
  const Metric* metric = FindMetric(difference.metric());
  return absl::StrCat(
      difference.display_name(), ", ",
      metric == nullptr ? difference.metric() : std::string(metric->label),
      ": ", Told(difference.has_from_count(), difference.from_count()),
      " werd ", Told(difference.has_to_count(), difference.to_count()));
}

// What municipalities are called now and were called in the report, where the
// spelling of a name was mended.
std::map<std::string, std::string> FormerNames(const pb::ReportContent& sealed,
                                               const pb::ReportContent& made) {
  std::map<std::string, std::string> now;
  for (const auto& row : made.municipalities()) {
    now[row.municipality()] = row.display_name();
  }
  std::map<std::string, std::string> former;
  for (const auto& row : sealed.municipalities()) {
    const auto found = now.find(row.municipality());
    if (found != now.end() && found->second != row.display_name()) {
      former[found->second] = row.display_name();
    }
  }
  return former;
}

void CallAlike(const std::map<std::string, std::string>& former,
               google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  if (former.empty()) return;
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count =
        field->is_repeated() ? reflection.FieldSize(message, field) : 0;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        CallAlike(former, *reflection.MutableMessage(&message, field));
      }
      for (int i = 0; i < count; ++i) {
        CallAlike(former,
                  *reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
               !field->is_repeated()) {
      const auto name = former.find(reflection.GetString(message, field));
      if (name != former.end()) {
        reflection.SetString(&message, field, name->second);
      }
    }
  }
}

}  // namespace

Remade RemadeAs(bool same) {
  return {same, absl::StrCat(kAgain, same ? ": gelijk." : ": niet gelijk.")};
}

Remade CompareRemade(const pb::ReportContent& sealed,
                     const pb::ReportContent& made) {
  if (google::protobuf::util::MessageDifferencer::Equals(sealed, made)) {
    return RemadeAs(true);
  }
  if (sealed.geography_version() != made.geography_version()) {
    pb::ReportContent alike = made;
    alike.set_geography_version(sealed.geography_version());
    CallAlike(FormerNames(sealed, made), alike);
    Remade remade = CompareRemade(sealed, alike);
    absl::StrAppend(&remade.sentence,
                    " De gemeenten en regietafels zijn nu die van ",
                    made.geography_version(), ", toen die van ",
                    sealed.geography_version(), ".");
    return remade;
  }
  if (sealed.edition() >= made.edition()) return RemadeAs(false);
  const std::string editions = absl::StrCat(
      " volgens editie ", made.edition(),
      " van de telregels (het verslag is van editie ", sealed.edition(), "): ");
  std::vector<pb::FigureDifference> differences =
      CompareContents(sealed, made, "");
  // What was told as 0 and was never delivered.
  const size_t unknown =
      std::erase_if(differences, [](const pb::FigureDifference& one) {
        return one.difference_count() == 0 && !one.has_to_count();
      });
  const std::string unknown_now =
      unknown == 0
          ? ""
          : absl::StrCat(" ", unknown, " die op 0 stonden, heten nu onbekend.");
  if (differences.empty()) {
    return {true, absl::StrCat(kAgain, editions, "alle cijfers gelijk.",
                               unknown_now)};
  }
  return {false,
          absl::StrCat(kAgain, editions, differences.size(),
                       differences.size() == 1 ? " cijfer is anders: "
                                               : " cijfers zijn anders, zoals ",
                       Told(differences.front()), ".", unknown_now)};
}

}  // namespace opvang::reporting
