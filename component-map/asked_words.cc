#include "component-map/asked_words.h"

namespace fingerpost {
namespace {

constexpr std::size_t kRemembered = 20'000;  // terms, some 3 MB

// What the thread remembers; forgotten when it has grown large. Whoever compares words just then keeps its own.
const std::shared_ptr<Analyzer>& remembered() {
  thread_local std::shared_ptr<Analyzer> analyzer;
  if (analyzer == nullptr || analyzer->term_count() > kRemembered) analyzer = std::make_shared<Analyzer>();
  return analyzer;
}

}  // namespace

AskedWords::AskedWords(const Question& question) : question_(question), analyzer_(remembered()) {
  for (std::size_t g = 0; g < question.groups.size(); ++g)
    for (const TermGroup::Alternative& alternative : question.groups[g].alternatives)
      all_.push_back({analyzer_->id_of(alternative.term), g, alternative.weight});
}

}  // namespace fingerpost
