#include "services/reporting/life/redaction.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

using google::protobuf::FieldDescriptor;

// Names shorter than this stand for nothing that can be told apart in a text.
constexpr size_t kLeast = 4;

uint32_t Start(absl::string_view text) {
  uint32_t start = 0;
  std::memcpy(&start, text.data(), kLeast);
  return start;
}

// Within a word, also one with letters beyond ASCII.
bool IsWord(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The name of a place or of a kind says nothing of one location.
bool IsCommon(const std::string& name, const std::string& kind) {
  if (name.size() < kLeast || name == kind) return true;
  const auto is_name = [&name](const auto& one) {
    return name == one.display_name;
  };
  const auto any = [&is_name](const auto& all) {
    return std::any_of(all.begin(), all.end(), is_name);
  };
  return any(AllMunicipalities()) || any(AllRegions()) || any(AllProvinces());
}

// What a report tells of one protected location.
struct Hidden {
  std::string municipality;
  std::vector<std::string> words;
};

template <typename Locations>
void Collect(const std::string& municipality, const Locations& locations,
             absl::string_view own, std::map<std::string, Hidden>& hidden) {
  for (const auto& one : locations) {
    // `locations` tells such an address to few, whatever is said of it.
    if (!one.protected_() && !AreForVulnerableOnly(one.places())) continue;
    if (!own.empty() && LiesWithin(one.location(), own)) continue;
    Hidden& found = hidden[one.location()];
    found.municipality = municipality;
    std::string kind;
    if constexpr (requires { one.kind_display_name(); }) {
      kind = one.kind_display_name();
    }
    if (!IsCommon(one.display_name(), kind)) {
      found.words.push_back(one.display_name());
    }
    if (one.address().size() >= kLeast) found.words.push_back(one.address());
  }
}

}  // namespace

Redaction::Redaction(const std::vector<const pb::ReportContent*>& reports,
                     absl::string_view own) {
  std::map<std::string, Hidden> hidden;
  for (const pb::ReportContent* report : reports) {
    for (const pb::MunicipalityRow& row : report->municipalities()) {
      Collect(row.municipality(), row.sites(), own, hidden);
      Collect(row.municipality(), row.shelters(), own, hidden);
    }
  }
  std::map<std::string, int> numbers;
  for (const auto& [location, one] : hidden) {
    const int number = ++numbers[one.municipality];
    const Shown& shown = shown_[location] = {
        .name = absl::StrCat(one.municipality, "/locations/beschermd-", number),
        .label = absl::StrCat("Beschermde locatie ", number)};
    Replace(location, shown.name);
    for (const std::string& word : one.words) Replace(word, shown.label);
  }
  for (auto& [start, needles] : needles_) {
    std::sort(needles.begin(), needles.end(),
              [](const Needle& a, const Needle& b) {
                return a.hidden.size() > b.hidden.size();
              });
  }
}

void Redaction::Replace(const std::string& hidden, const std::string& shown) {
  needles_[Start(hidden)].push_back({hidden, shown});
}

std::string Redaction::Applied(const std::string& text) const {
  std::string applied;
  size_t copied = 0;
  for (size_t at = 0; at + kLeast <= text.size(); ++at) {
    if (at > 0 && IsWord(text[at - 1])) continue;
    const auto found = needles_.find(Start(absl::string_view(text).substr(at)));
    if (found == needles_.end()) continue;
    for (const Needle& needle : found->second) {
      const size_t end = at + needle.hidden.size();
      if (text.compare(at, needle.hidden.size(), needle.hidden) != 0 ||
          (end < text.size() && IsWord(text[end]))) {
        continue;
      }
      absl::StrAppend(&applied, text.substr(copied, at - copied), needle.shown);
      copied = end;
      at = end - 1;
      break;
    }
  }
  if (copied == 0) return text;
  return absl::StrCat(applied, text.substr(copied));
}

// What is about the location itself and nothing else.
void Redaction::Clear(google::protobuf::Message& message) const {
  const auto clear = [this](auto& one) {
    const auto found = shown_.find(one.location());
    if (found == shown_.end()) return;
    one.set_display_name(found->second.label);
    one.clear_address();
    if constexpr (requires { one.clear_remark(); }) one.clear_remark();
  };
  if (auto* site = dynamic_cast<pb::Site*>(&message)) clear(*site);
  if (auto* shelter = dynamic_cast<pb::Shelter*>(&message)) clear(*shelter);
}

void Redaction::Apply(google::protobuf::Message& message) const {
  if (shown_.empty()) return;
  Clear(message);
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        Apply(*reflection.MutableMessage(&message, field));
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Apply(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (!field->is_repeated()) {
        reflection.SetString(&message, field,
                             Applied(reflection.GetString(message, field)));
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        reflection.SetRepeatedString(
            &message, field, i,
            Applied(reflection.GetRepeatedString(message, field, i)));
      }
    }
  }
}

std::string Redaction::Real(const std::string& figure) const {
  const size_t end = std::min(figure.find('#'), figure.size());
  for (const auto& [hidden, shown] : shown_) {
    if (figure.compare(0, end, shown.name) == 0) {
      return absl::StrCat(hidden, figure.substr(end));
    }
  }
  return figure;
}

}  // namespace opvang::reporting
