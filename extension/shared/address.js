/**
 * Which addresses surely name one document: the server's rules (`winnow.annotate.address`) as
 * far as an address that a page writes itself needs them. What has one name here has one key
 * there; the other way round the server knows more.
 */

var winnowAddress = (() => {
  /** As in the server's trackers.txt, which says whose they are; a * stands for any rest. */
  const TRACKERS = `
    utm_* gclid gclsrc dclid gbraid wbraid _ga _gl fbclid igshid igsh msclkid twclid yclid
    ttclid li_fat_id mc_cid mc_eid mkt_tok at_* xtor wt.* _hsenc _hsmi __hs* mtm_* pk_*
    vero_* oly_* gad_* srsltid fb_action_* fb_source fb_ref mibextid ref_src
    __twitter_impression ysclid _openstat epik rdt_cid sccid hsa_* hsctatracking _ke _kx __s
    ml_subscriber* vgo_ee elqtrack* elqaid elqat elqcampaignid s_cid s_kwcid ef_id wt_mc*
    wt_zmc _branch_* irclickid irgwc cjevent matomo_* piwik_* _bta_* emci emdi mkwid pcrid
    wickedid wickedsource trk_contact trk_msg trk_module trk_sid jsessionid phpsessid
  `.trim().toLowerCase().split(/\s+/u);
  const NAMES = new Set(TRACKERS.filter((name) => !name.endsWith('*')));
  const BEGINNINGS = TRACKERS.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  /** A fragment that is an address in a single-page application, no place in a page. */
  const ROUTE = /^#[!/]/u;
  /** What a fragment says to the browser alone, and a place in what the route names. */
  const PLACE = /(?:#|:~:).*$/su;

  /** @param {string} name @returns {boolean} whether it says how a reader came */
  function isTracker(name) {
    const plain = name.toLowerCase();
    return NAMES.has(plain) || BEGINNINGS.some((beginning) => plain.startsWith(beginning));
  }

  /** @param {string} pair @returns {string} its name */
  function nameOf(pair) {
    const [name = ''] = pair.split('=', 1);
    try {
      return decodeURIComponent(name);
    } catch {
      return name; // no UTF-8
    }
  }

  /** @param {string} query @returns {string} what of it names the document, sorted by name */
  function searchOf(query) {
    return query
      .split('&')
      .map((pair) => ({ pair, name: nameOf(pair) }))
      .filter(({ pair, name }) => pair !== '' && !isTracker(name))
      .sort((one, other) => Number(one.name > other.name) - Number(one.name < other.name))
      .map(({ pair }) => pair)
      .join('&');
  }

  /** @param {string} hash */
  function routeOf(hash) {
    if (!ROUTE.test(hash)) return '';
    const [view = '', ...query] = hash.slice(1).replace(PLACE, '').split('?');
    return `#${view}?${searchOf(query.join('?'))}`;
  }

  /** @param {string} url @returns {string} */
  function documentOf(url) {
    if (!URL.canParse(url)) return url;
    const { host, pathname, search, hash } = new URL(url);
    return `${host}${pathname.replace(/\/+$/u, '')}?${searchOf(search.slice(1))}${routeOf(hash)}`;
  }

  return { TRACKERS, documentOf };
})();

globalThis.winnowAddress = winnowAddress;
