#include "base/error.h"
#include "base/text.h"
#include "ir/text.h"
#include "plan/plan.h"

namespace ingot::plan {

ir::Graph read_network(const Plan& plan) {
  const SharedBytes& constants = plan.network.constants;
  const auto bytes_at = [&](uint64_t place, size_t size) {
    require(
        place % kAlignment == 0 && place <= constants.size() && size <= constants.size() - place,
        ErrorCode::kCorrupt, [&] {
          return str(size, " bytes at ", place, ": the plan has ", constants.size(),
                     ", at multiples of ", kAlignment);
        });
    return constants.part(place, size);
  };
  const auto text = plan.network.text.span();
  return ir::from_text({reinterpret_cast<const char*>(text.data()), text.size()},
                       {.bytes_at = bytes_at});
}

}  // namespace ingot::plan
