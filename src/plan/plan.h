#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "ir/graph.h"
#include "plan/weights.h"

namespace ingot::plan {

enum class Storage : uint8_t {
  kArena,    ///< at `offset` of the context's arena
  kWeights,  ///< at `offset` of the plan's weights
  kBinding,  ///< where the user put binding number `offset`
};

/// How much TensorRT's inspector tells about the layers; a plan holds all of it whatever this says.
enum class Verbosity : uint8_t { kLayerNamesOnly, kNone, kDetailed };

/// A tensor at run time. Its shape may hold symbols, which the input shapes bind.
struct Tensor {
  std::string name;
  ir::TensorType type;
  Storage storage = Storage::kArena;
  uint64_t offset = 0;
  uint64_t size = 0;  ///< bytes reserved: enough for every shape of every profile; 0 for bindings
  /// Elements from one pixel to the next of images with the channels last that are a part of others
  /// (join_of); 0: packed.
  int64_t pitch = 0;
};

/// A tactic with one of its configurations.
struct Candidate {
  std::string tactic;
  std::vector<int64_t> configuration{};

  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

/// What the build learnt about a way of computing a step. Nothing that runs depends on it.
struct Trial {
  uint32_t candidate = 0;  ///< of Plan::candidates
  uint32_t refusal = 0;    ///< of Plan::refusals, why it was not tried; an empty one when it was
  float seconds = 0;       ///< of a launch; 0: not timed
  ir::Format input_format = ir::Format::kLinear;  ///< of images that it reads
  ir::Format output_format = ir::Format::kLinear;

  friend bool operator==(const Trial&, const Trial&) = default;
};

/// One launch: a tactic on tensors, named by their numbers.
struct Step {
  std::string name;  ///< the layers that it computes: "conv1 + relu1"
  ir::Op op;
  std::string tactic;
  std::vector<int64_t> configuration{};
  std::vector<uint32_t> inputs{};
  std::vector<uint32_t> outputs{};
  uint64_t workspace_offset = 0;  ///< in the arena
  uint64_t workspace_size = 0;
  /// It may be computed in one launch with the step before it, which may be so too: such steps have
  /// no workspaces, and none writes what another reads or writes, unless each alone reads what the
  /// one before writes to the arena, which then may stay unwritten. One by one they compute the
  /// same but for rounding.
  bool is_with_previous = false;
  std::vector<Trial> trials{};  ///< the chosen one first; none when nothing is known
  std::string metadata{};       ///< what users noted at its layers
};

struct Binding {
  std::string name;
  uint32_t tensor = 0;
  bool is_input = false;
};

/// The values that a symbol may take, and the one that the tuner had in mind.
struct SymbolRange {
  std::string symbol;
  int64_t min = 0, opt = 0, max = 0;
};

/// One optimisation profile: a range for every symbol of the input shapes, by name.
struct Profile {
  std::vector<SymbolRange> ranges;
};

/// The element types in which a layer is wished to read and to write: f32, f16 or bf16.
struct Wish {
  std::optional<ir::DataType> input{};
  std::optional<ir::DataType> output{};

  friend bool operator==(const Wish&, const Wish&) = default;
};

using Wishes = std::map<std::string, Wish, std::less<>>;  ///< by the names of layers
using LibraryNames = std::set<std::string, std::less<>>;  ///< as Tactic::library names them

/// What a plan was built from, kept so that it can be built again for another device.
struct Network {
  /// Of the graph before the passes, as ir::to_text has it; empty: not kept. Places in it count
  /// from the first of the plan's weights, behind which the constants lie.
  SharedBytes text;
  /// Each at the next multiple of kAlignment. May be memory of the caller after a build.
  std::vector<SharedBytes> constants;
  uint64_t workspace_limit = std::numeric_limits<uint64_t>::max();
  int32_t optimization_level = 3;
  bool allows_half = false;  ///< what the build allowed, where a device has it
  bool allows_bfloat = false;
  bool allows_tf32 = false;
  Wishes wishes{};
  bool has_demands = false;  ///< wishes that cannot be met are errors
  LibraryNames refused_libraries{};
};

/// What was tuned for one device, as a plan's sections 1 and 2.
struct Tuned {
  SharedBytes metadata, weights;
};

/// An engine as plain data.
struct Plan {
  std::string name;
  std::string device;             ///< identity of the device that it was tuned for
  bool implicit_batch = false;    ///< the leading extent is hidden from the user: symbol "N"
  std::vector<Profile> profiles;  ///< at least one
  std::vector<Tensor> tensors;
  std::vector<Step> steps;
  std::vector<Binding> bindings;  ///< inputs first
  uint64_t arena_size = 0;
  std::vector<Candidate> candidates;  ///< what trials refer to, each once
  std::vector<std::string> refusals;
  Verbosity verbosity = Verbosity::kLayerNamesOnly;
  Weights weights{};
  Network network{};
  std::vector<Tuned> others{};  ///< the same network for other devices: at most kMaxOthers
};

inline constexpr size_t kMaxOthers = 6;

/// The symbol of the hidden batch of an implicit-batch plan.
inline constexpr std::string_view kBatchSymbol = "N";

/// The network of a plan that keeps one. Throws Error as ir::from_text does, and kCorrupt where
/// bytes are not there.
ir::Graph read_network(const Plan& plan);

/// Copies the constants, so that they outlive the caller's.
void own_constants(Network& network);

/// The profile's numbers for all symbols, as bindings.
ir::Bindings minimum(const Profile& profile);
ir::Bindings optimum(const Profile& profile);
ir::Bindings maximum(const Profile& profile);

/// The end of the launch that begins with step `first`: the next step that begins one.
size_t end_of_launch(const Plan& plan, size_t first);
/// Whether the second of a launch's steps reads what the first one writes: then each is to read
/// what the one before writes.
bool are_consecutive(std::span<const Step> steps);

/// Throws Error kCorrupt, naming the part, unless the plan is whole: numbers refer to things that
/// exist, a step reads only what is written before it, every type is what its operator infers,
/// offsets are aligned and inside their storage, sizes hold every shape of every profile, names
/// differ, the first trial of a step is of its tactic, a tensor with a pitch is read alone where it
/// is a part of what is made of it, steps of one launch are as Step::is_with_previous says, wishes
/// are for f32, f16 or bf16, refused libraries have names. What
/// remains to check, the tactic, its configuration and packed sizes, is the runtime's, which knows
/// the device.
void verify(const Plan& plan);

}  // namespace ingot::plan
