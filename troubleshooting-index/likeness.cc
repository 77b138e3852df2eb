#include "troubleshooting-index/likeness.h"

#include <algorithm>
#include <cmath>

namespace fingerpost {
namespace {

// From here on a word tells of another one; below, most are only of the same field.
constexpr float kLeastCosine = 0.45f;

template <typename Vector>
float dot(const Vector& a, const Vector& b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return static_cast<float>(sum);
}

template <typename Vector>
Vector padded(const LearnedWords::Vector& vector) {
  Vector out{};
  std::copy(vector.begin(), vector.end(), out.begin());
  return out;
}

float length_of(const std::array<float, kLearnedDimensions>& vector) {
  float sum = 0;
  for (const float value : vector) sum += value * value;
  return std::sqrt(sum);
}

}  // namespace

Likeness::Likeness(const LearnedWords& words, std::span<const Said> said) : words_(words), places_(words.size(), -1) {
  for (const Said& one : said.first(std::min(said.size(), kMostWords))) {
    Asked asked;
    asked.vector = padded<Padded>(words.vector(one.word));
    asked.length = std::sqrt(dot(asked.vector, asked.vector));
    asked.weight = one.importance * words.rarity(one.word);
    if (asked.length == 0) continue;
    asked_weight_ += asked.weight;
    for (std::size_t i = 0; i < subject_.size(); ++i)
      subject_[i] += asked.weight / asked.length * static_cast<float>(asked.vector[i]);
    asked_.push_back(asked);
  }
  subject_length_ = length_of(subject_);
}

const Likeness::Word& Likeness::know(LearnedWords::Number number) {
  std::int32_t& place = places_[number];
  if (place < 0) {
    place = static_cast<std::int32_t>(known_.size());
    Word& word = known_.emplace_back();
    const Padded vector = padded<Padded>(words_.vector(number));
    const float length = std::sqrt(dot(vector, vector));
    const float scale = length > 0 ? words_.rarity(number) / length : 0;
    for (std::size_t i = 0; i < word.told.size(); ++i) word.told[i] = scale * static_cast<float>(vector[i]);
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const float lengths = length * asked_[i].length;
      const float cosine = lengths > 0 ? dot(vector, asked_[i].vector) / lengths : 0;
      word.near[i] = std::max(0.0f, (cosine - kLeastCosine) / (1 - kLeastCosine));
    }
  }
  return known_[static_cast<std::size_t>(place)];
}

Likeness::Found Likeness::of(const EntryWords& entry) {
  Found found;
  if (asked_weight_ <= 0) return found;
  std::array<float, kMostWords> nearest{};
  std::array<float, kLearnedDimensions> subject{};  // what the words told so far speak of together
  const auto take = [&](LearnedWords::Number number) {
    const Word& word = know(number);
    for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = std::max(nearest[i], word.near[i]);
    for (std::size_t i = 0; i < subject.size(); ++i) subject[i] += word.told[i];
  };
  const auto nearness = [&] {
    float product = 0;
    for (std::size_t i = 0; i < subject.size(); ++i) product += subject[i] * subject_[i];
    const float lengths = length_of(subject) * subject_length_;
    return lengths > 0 ? std::clamp(product / lengths, 0.0f, 1.0f) : 0.0f;
  };
  std::for_each(entry.head.begin(), entry.head.end(), take);
  const float of_head = nearness();
  std::for_each(entry.rest.begin(), entry.rest.end(), take);
  found.subject = (of_head + nearness()) / 2;
  for (std::size_t i = 0; i < asked_.size(); ++i) found.words += asked_[i].weight * nearest[i];
  found.words = std::min(found.words / asked_weight_, 1.0f);
  return found;
}

}  // namespace fingerpost
