#include "troubleshooting-index/entry_shape.h"

namespace fingerpost {

extern const EntryShape labelled_shape;
extern const EntryShape symptom_table_shape;
extern const EntryShape alert_rule_shape;
extern const EntryShape arrow_shape;
extern const EntryShape details_shape;
extern const EntryShape faq_shape;
extern const EntryShape runbook_shape;
extern const EntryShape admonition_shape;
extern const EntryShape definition_shape;
extern const EntryShape lead_in_shape;
extern const EntryShape known_issue_shape;
extern const EntryShape issue_page_shape;
extern const EntryShape alert_page_shape;
extern const EntryShape section_shape;
extern const EntryShape checks_shape;
extern const EntryShape comment_shape;
extern const EntryShape prose_shape;

std::span<const EntryShape* const> entry_shapes() {
  static constexpr const EntryShape* kShapes[] = {
      &labelled_shape,   &symptom_table_shape, &alert_rule_shape, &arrow_shape,   &details_shape,     &faq_shape,
      &runbook_shape,    &admonition_shape,    &definition_shape, &lead_in_shape, &known_issue_shape, &issue_page_shape,
      &alert_page_shape, &section_shape,       &checks_shape,     &comment_shape, &prose_shape};
  return kShapes;
}

}  // namespace fingerpost
