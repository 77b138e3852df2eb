#pragma once
#include <array>
namespace fingerpost {
struct Tuning {
  std::array<float, 5> field = {8.0f, 2.5f, 1.5f, 1.0f, 1.0f};
  float saturation = 1.2f, length_share = 0.4f, least_entries = 50;
  float unknown_share = 0.3f;
  float first_codes = 0.3f, first_families = 0.1f;
  float words = 0.360f, coverage = 0.120f, head = 0.200f, pairs = 0.072f, codes = 0.120f, families = 0.160f;
  float head_slack = 1.000f, pairs_scale = 3.750f, certainty = 0.500f, contradicted = 0.800f, passage = 0.720f,
        other_port = 0.7f;
  // query side
  float synonym = 0.8f, name = 0.360f, quoted = 1.200f, asker = 1.000f, line = 1.0f, root = 2.080f, spelling = 0.700f,
        filler = 0.600f, decay = 0.8f;
  static Tuning& get() {
    static Tuning t;
    return t;
  }
};
}  // namespace fingerpost
