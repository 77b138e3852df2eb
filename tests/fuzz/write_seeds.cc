// Under libFuzzer: a target's seeds as files of the folder that FINGERPOST_SEEDS names, before the folder is read.
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

std::vector<std::string> fuzz_seeds();

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* folder = std::getenv("FINGERPOST_SEEDS");
  if (folder == nullptr) return 0;
  int number = 0;
  for (const std::string& seed : fuzz_seeds())
    std::ofstream(std::string(folder) + "/" + std::to_string(number++), std::ios::binary) << seed;
  return 0;
}
