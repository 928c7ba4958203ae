/** Teams on the phone: those with a board for me, and those I belong to. */
import { Problem } from "./api.js";
import { update } from "./state.js";
import { readOrKept } from "./sync.js";

const LEADS = new Set(["owner", "coach", "physio"]);

/** Fetch my memberships; offline, what was fetched last, with `teamsProblem` telling why. Unknown stays unknown, never "none". */
export async function loadTeams() {
  try {
    const { body: { results }, problem } = await readOrKept("/teams");
    update({ memberships: results, board: results.filter((one) => LEADS.has(one.role)), teamsProblem: problem });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    update({ teamsProblem: error });
  }
}
