// The pictures, the answers and the plan files of the LeNet clients. Knows nothing of TensorRT.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace client {

constexpr int kDigits = 10;
constexpr int kSide = 28;
constexpr int kPixels = kSide * kSide;

inline void require(bool condition, const std::string& message) {
  if (!condition) {
    throw std::runtime_error(message);
  }
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require(file.good(), path + ": cannot be read");
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// Pictures 0.pgm to 9.pgm of a folder, one after the other, scaled to [0, 1): (10, 28, 28).
inline std::vector<float> read_digits(const std::string& folder) {
  const std::string header = "P5\n28 28\n255\n";
  std::vector<float> pixels;
  for (int digit = 0; digit < kDigits; ++digit) {
    const std::string path = folder + "/" + std::to_string(digit) + ".pgm";
    const std::string file = read_file(path);
    require(file.size() == header.size() + kPixels && file.compare(0, header.size(), header) == 0,
            path + ": expected a PGM picture of 28 by 28 bytes");
    for (std::size_t i = header.size(); i < file.size(); ++i) {
      pixels.push_back(static_cast<float>(static_cast<unsigned char>(file[i])) / 256);
    }
  }
  return pixels;
}

// Throws unless row d of the probabilities (10, 10) says d with certainty above one half and adds
// up to one.
inline void require_right_answers(const std::vector<float>& prob) {
  require(prob.size() == kDigits * kDigits, "expected ten rows of ten probabilities");
  for (int digit = 0; digit < kDigits; ++digit) {
    const auto row = prob.begin() + digit * kDigits;
    const auto best = std::max_element(row, row + kDigits);
    float sum = 0;
    std::for_each(row, row + kDigits, [&sum](float p) { sum += p; });
    require(best - row == digit && *best > 0.5F,
            "picture " + std::to_string(digit) + " recognised as " + std::to_string(best - row) +
                " with probability " + std::to_string(*best));
    require(sum > 0.999F && sum < 1.001F, "probabilities of picture " + std::to_string(digit) +
                                              " add up to " + std::to_string(sum));
  }
}

inline void require_same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  require(a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0,
          "the loaded plan computes other bits than the built one");
}

// The bytes, gone through a file of the current folder.
inline std::string through_file(const std::string& path, const void* data, std::size_t size) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  file.close();
  require(file.good(), path + ": cannot be written");
  std::string bytes = read_file(path);
  std::remove(path.c_str());
  return bytes;
}

// main() of a client: argv[1] is the folder with lenet.prototxt, lenet.caffemodel and digits/.
template <typename Client>
int main(int argc, char** argv, Client recognize) {
  try {
    require(argc == 2, std::string("usage: ") + argv[0] + " DATA_FOLDER");
    recognize(std::string(argv[1]));
    std::printf("ten digits of ten are right, before and after saving\n");
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

}  // namespace client
