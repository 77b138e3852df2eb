#include "troubleshooting-index/entry_shape.h"

namespace fingerpost {

extern const EntryShape labelled_shape;
extern const EntryShape symptom_table_shape;
extern const EntryShape alert_rule_shape;
extern const EntryShape arrow_shape;
extern const EntryShape lead_in_shape;
extern const EntryShape section_shape;

std::span<const EntryShape* const> entry_shapes() {
  static constexpr const EntryShape* kShapes[] = {&labelled_shape, &symptom_table_shape, &alert_rule_shape,
                                                  &arrow_shape,    &lead_in_shape,       &section_shape};
  return kShapes;
}

}  // namespace fingerpost
