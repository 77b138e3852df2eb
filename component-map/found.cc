#include "component-map/found.h"

namespace fingerpost {

std::size_t bytes_of(const Found& found) {
  std::size_t bytes = sizeof(Found) + found.read.size() * sizeof(void*);
  const auto add = [&](const std::string& text) { bytes += sizeof(std::string) + text.capacity(); };
  add(found.question.text);
  for (const TermGroup& group : found.question.groups) {
    bytes += sizeof(TermGroup);
    for (const TermGroup::Alternative& alternative : group.alternatives) {
      bytes += sizeof(float);
      add(alternative.term);
    }
  }
  for (const QuestionWord& word : found.question.words) bytes += sizeof(QuestionWord) + word.text.capacity();
  for (const Ranked& ranked : found.ranked) {
    bytes += sizeof(Ranked) + ranked.place.key.capacity() + ranked.place.name.capacity();
    for (const std::string& key : ranked.locator) add(key);
  }
  return bytes;
}

}  // namespace fingerpost
