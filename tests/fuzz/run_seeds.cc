// Runs a fuzz target without libFuzzer: its seeds, and mutations of them from a fixed seed.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// What the target begins with; defined beside it.
std::vector<std::string> fuzz_seeds();

int main() {
  std::mt19937 random(20261121);
  const auto run = [](const std::string& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  const std::vector<std::string> seeds = fuzz_seeds();
  for (const std::string& seed : seeds) run(seed);
  constexpr int kRounds = 1500;
  for (int round = 0; round < kRounds; ++round) {
    std::string text = seeds[random() % seeds.size()];
    for (unsigned edit = 0; edit <= random() % 8 && !text.empty(); ++edit) {
      const std::size_t at = random() % text.size();
      switch (random() % 5) {
        case 0: text[at] = static_cast<char>(random() % 256); break;
        case 1: text.erase(at, 1 + random() % 9); break;
        case 2: text.insert(at, text.substr(random() % text.size(), random() % 20)); break;
        case 3: text.insert(at, 1, "\n#-:[]{}|`>*\"'$"[random() % 15]); break;
        default: text.resize(at + 1); break;
      }
    }
    run(text);
  }
  std::printf("%zu seeds and %d mutations of them\n", seeds.size(), kRounds);
}
