#include <algorithm>
#include <limits>

#include "backend/cpu/deconvolution_tactics.h"
#include "backend/cpu/padded_image.h"
#include "backend/cpu/panel_products.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"

// Along an axis, output q·stride + phase is the sum over the window's cells that reach it, those
// with phase + pad − cell·dilation = offset·stride, of input q + offset.

namespace ingot::backend::cpu {
namespace {

/// A cell of the deconvolution's window, and which input it takes.
struct Tap {
  int64_t cell;
  int64_t offset;
};

/// The taps of each phase of an axis.
std::vector<std::vector<Tap>> phases_of(const kernels::SlidingAxis& axis) {
  std::vector<std::vector<Tap>> phases(static_cast<size_t>(axis.stride));
  for (int64_t phase = 0; phase < axis.stride; ++phase) {
    for (int64_t cell = 0; cell < axis.window; ++cell) {
      const int64_t distance = phase + axis.pad - cell * axis.dilation;
      if (distance % axis.stride == 0) {
        phases[static_cast<size_t>(phase)].push_back({cell, distance / axis.stride});
      }
    }
  }
  return phases;
}

/// The window of stride 1 on the input that holds the taps of all phases, for the phase with the
/// most outputs.
kernels::SlidingAxis window_of(const kernels::SlidingAxis& axis,
                               const std::vector<std::vector<Tap>>& phases) {
  int64_t least = 0;
  int64_t most = 0;
  for (const auto& taps : phases) {
    for (const Tap& tap : taps) {
      least = std::min(least, tap.offset);
      most = std::max(most, tap.offset);
    }
  }
  return {.input = axis.output,
          .output = (axis.input + axis.stride - 1) / axis.stride,
          .window = most - least + 1,
          .pad = -least};
}

/// A deconvolution as convolutions, one for each pair of phases.
class Phases {
 public:
  explicit Phases(const Problem& problem)
      : shape_(deconvolution_shape(problem)),
        y_(phases_of(shape_.axes.y)),
        x_(phases_of(shape_.axes.x)),
        format_(problem.inputs[0].format) {}

  /// With the axes of the window that holds all taps.
  ConvolutionShape window() const {
    ConvolutionShape window = shape_;
    window.axes = {.y = window_of(shape_.axes.y, y_), .x = window_of(shape_.axes.x, x_)};
    return window;
  }

  /// `block` is the output's.
  std::vector<PixelGroup> pixel_groups(const PaddedImage& image, int64_t block) const {
    const SpatialAxes window = this->window().axes;
    std::vector<PixelGroup> groups;
    for_each([&](size_t y, size_t x) {
      PixelGroup group;
      for_each_tap(y, x, [&](const Tap& a, const Tap& b) {
        const int64_t row = a.offset + window.y.pad;
        const int64_t cell = row * window.x.window + b.offset + window.x.pad;
        group.cells.push_back(image.cells()[static_cast<size_t>(cell)]);
      });
      const kernels::SlidingAxis& rows = shape_.axes.y;
      const kernels::SlidingAxis& columns = shape_.axes.x;
      for (auto i = static_cast<int64_t>(y); i < rows.input; i += rows.stride) {
        for (auto j = static_cast<int64_t>(x); j < columns.input; j += columns.stride) {
          const int64_t pixel = i / rows.stride * window.x.output + j / columns.stride;
          group.pixels.push_back(image.pixels()[static_cast<size_t>(pixel)]);
          group.output_pixels.push_back(static_cast<int32_t>((i * columns.input + j) * block));
        }
      }
      groups.push_back(std::move(group));
    });
    return groups;
  }

  /// The panels of one pair of phases after another's.
  AlignedBytes pack(std::span<const float> elements) const {
    AlignedBytes bytes = allocate_aligned(all_panels().bytes());
    std::byte* next = bytes.get();
    for_each([&](size_t y, size_t x) {
      const FilterPanels panels =
          filter_panels(shape_, format_, std::ssize(y_[y]) * std::ssize(x_[x]));
      const AlignedBytes part = panels.pack(filters_of(elements, y, x));
      next = std::copy_n(part.get(), panels.bytes(), next);
    });
    return bytes;
  }

  /// As large as the panels of all pairs of phases together: each cell belongs to one.
  FilterPanels all_panels() const { return filter_panels(shape_, format_, shape_.cells()); }

 private:
  template <class Body>
  void for_each(const Body& body) const {
    for (size_t y = 0; y < y_.size(); ++y) {
      for (size_t x = 0; x < x_.size(); ++x) body(y, x);
    }
  }

  template <class Body>
  void for_each_tap(size_t y, size_t x, const Body& body) const {
    for (const Tap& a : y_[y]) {
      for (const Tap& b : x_[x]) body(a, b);
    }
  }

  /// From [groups, channels, filters, cells] to [groups, filters, channels, taps].
  std::vector<float> filters_of(std::span<const float> elements, size_t y, size_t x) const {
    std::vector<float> result;
    for (int64_t filter = 0; filter < shape_.groups * shape_.filters; ++filter) {
      for (int64_t channel = 0; channel < shape_.channels; ++channel) {
        const int64_t plane =
            (filter / shape_.filters * shape_.channels + channel) * shape_.filters +
            filter % shape_.filters;
        for_each_tap(y, x, [&](const Tap& a, const Tap& b) {
          const int64_t cell = a.cell * shape_.axes.x.window + b.cell;
          result.push_back(elements[static_cast<size_t>(plane * shape_.cells() + cell)]);
        });
      }
    }
    return result;
  }

  ConvolutionShape shape_;
  std::vector<std::vector<Tap>> y_;
  std::vector<std::vector<Tap>> x_;
  ir::Format format_;
};

bool fits(const Problem& problem) {
  const ConvolutionShape shape = deconvolution_shape(problem);
  const int64_t output = shape.axes.y.input * shape.axes.x.input;
  return PanelProducts::fits(problem.inputs[0], Phases(problem).window()) &&
         output <= std::numeric_limits<int32_t>::max() / block_of(problem.outputs[0].format);
}

Support supports(const Problem& problem) {
  if (problem.outputs[0].format == ir::Format::kLinear) {
    return Support::no(str("output ", problem.outputs[0], ": makes blocked tensors"));
  }
  if (Support panels = supports_panels(problem, deconvolution_shape); !panels) return panels;
  return fits(problem) ? Support::yes()
                       : Support::no(str("from ", problem.inputs[0], " to ", problem.outputs[0],
                                         ": takes smaller images"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const Phases phases(problem);
  const ConvolutionShape window = phases.window();
  PaddedImage image(problem.inputs[0], window.axes);
  auto groups = phases.pixel_groups(image, block_of(problem.outputs[0].format));
  PanelProducts deconvolution(problem, window, std::move(image), std::move(groups));
  const size_t workspace = deconvolution.workspace_size();
  return make_kernel(std::move(deconvolution), workspace);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return Phases(problem).all_panels().bytes(index);
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  const Phases phases(problem);
  return index == 1 ? phases.pack(constant.elements<float>())
                    : phases.all_panels().pack_bias(constant);
}

}  // namespace

const Tactic& phased_deconvolution() {
  static const auto* const tactic =
      new CpuTactic("phased_deconvolution", {.supports = supports,
                                             .prepare = prepare,
                                             .pack = pack,
                                             .packed_size = packed_size,
                                             .applies_epilogue = true,
                                             .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
