/** Teams on the phone: those with a board for me, and those I belong to. */
import { Problem } from "./api.js";
import { update } from "./state.js";
import { read } from "./sync.js";

const LEADS = new Set(["owner", "coach", "physio"]);

/** Fetch my memberships; offline, what was fetched last. */
export async function loadTeams() {
  try {
    const { results } = await read("/teams");
    update({ memberships: results, board: results.filter((one) => LEADS.has(one.role)) });
    return results;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    update({ memberships: [], board: [] });
    return [];
  }
}
