#include "services/reporting/figures/figures.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace opvang::reporting {

void AddTo(const pb::Figures& part, pb::Figures& sum) {
  const auto add = [](const google::protobuf::Message& from,
                      google::protobuf::Message& to) {
    const google::protobuf::Descriptor& type = *from.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const google::protobuf::FieldDescriptor* field = type.field(i);
      if (field->has_presence() && !from.GetReflection()->HasField(from, field))
        continue;
      to.GetReflection()->SetInt32(
          &to, field,
          to.GetReflection()->GetInt32(to, field) +
              from.GetReflection()->GetInt32(from, field));
    }
  };
  add(part.asylum(), *sum.mutable_asylum());
  add(part.ukraine(), *sum.mutable_ukraine());
  add(part.status_holders(), *sum.mutable_status_holders());
}

void FillRemaining(pb::AsylumFigures& asylum) {
  if (!asylum.has_target_place_count() || !asylum.has_durable_place_count()) {
    return;
  }
  asylum.set_remaining_place_count(asylum.target_place_count() -
                                   asylum.durable_place_count());
}

void FillShortfall(pb::AsylumFigures& asylum) {
  if (!asylum.has_target_place_count() ||
      !asylum.has_guaranteed_place_count()) {
    return;
  }
  const int32_t net =
      asylum.target_place_count() - asylum.guaranteed_place_count();
  asylum.set_net_shortfall_place_count(net);
  asylum.set_gross_shortfall_place_count(std::max(net, 0));
}

}  // namespace opvang::reporting
