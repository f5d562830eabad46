// Dutch for what the contracts enumerate, in the words of the printed report. The test
// `words` reads the contracts: a value without its word, or a word without its value, fails.

export const WORDS = {
  'quotas.Duty': { ASYLUM: 'asiel', UKRAINE: 'Oekraïne', STATUS_HOLDERS: 'statushouders' },
  'quotas.QuotaEntry.Basis': {
    INDICATIVE: 'indicatief', AGREED: 'afgesproken', DECIDED: 'besloten' },
  'quotas.Calendar.Milestone.Kind': {
    ESTIMATE: 'raming en verdeling', REPORT: 'verslag van de commissaris van de Koning',
    DECISION: 'verdeelbesluit', DELIVERY: 'plekken beschikbaar' },
  'quotas.Calendar.Milestone.Standing': {
    OPEN: 'nog niet gebeurd', ON_TIME: 'op tijd', LATE: 'te laat',
    OVERDUE: 'termijn voorbij, niet gebeurd' },
  'quotas.CycleStep.State': {
    DRAFT: 'aangekondigd', ESTIMATE_PUBLISHED: 'raming gepubliceerd',
    CONSULTATION: 'overleg aan de tafels', REPORT_SUBMITTED: 'verslag ingediend',
    REPORT_AMENDED: 'verslag gewijzigd', DECIDED: 'verdeelbesluit genomen',
    DECISION_AMENDED: 'verdeelbesluit gewijzigd', DELIVERY: 'plekken worden overgedragen',
    RUNNING: 'loopt', CLOSED: 'afgesloten' },
  'locations.PlaceGroup': {
    REGULAR: 'regulier', AMV: 'amv', SPECIAL: 'bijzondere aard', BUFFER: 'buffer' },
  'locations.LocationState': {
    UNSPECIFIED: 'niet vastgelegd', IDEA: 'idee', EXPLORATION: 'verkenning',
    DECISION_PENDING: 'besluit in voorbereiding', DEFINITIVE: 'besloten',
    COA_PAPER_CHECK: 'toets COA op papier', COA_SITE_VISIT: 'schouw COA',
    AGREEMENT_SIGNED: 'overeenkomst getekend', PERMIT: 'vergunning',
    CONSTRUCTION: 'bouw of verbouwing', OPEN: 'open', EXTENDED: 'verlengd',
    CLOSING: 'sluit', CLOSED: 'gesloten', WITHDRAWN: 'ingetrokken' },
  'locations.Location.Operator': {
    COA: 'COA', COLLEGE: 'gemeente', OTHER: 'anders', UNKNOWN: 'niet vermeld' },
  'locations.LocationCoverage.Reason': {
    WITHDRAWN: 'ingetrokken',
    OTHER_TASK: 'soort telt niet mee of hoort bij een andere opgave',
    BUFFER: 'bufferplek', NO_START_DATE: 'geen startdatum',
    DECISION_PENDING: 'besluit niet afgerond',
    CLOSES_BEFORE_WINDOW: 'sluit vóór het venster',
    OPENS_AFTER_WINDOW_START: 'gaat open na de bindende dag',
    CLOSES_IN_WINDOW: 'sluit of krimpt tijdens het venster',
    OPENS_AFTER_WINDOW: 'gaat open na het venster',
    NOT_DURABLE: 'niet vijf jaar achtereen beschikbaar',
    BELOW_MINIMUM_SIZE:
      'de gemeente heeft er minder dan meetellen (100 regulier, 16 bijzonder)' },
  'locations.PlaceEntry.EndCertainty': { FIXED: 'vaste dag', INDICATIVE: 'dag bij benadering' },
  'locations.Outlook.Due.Step': {
    DECISION: 'besluit van de gemeente', AGREEMENT: 'overeenkomst met COA',
    PERMIT: 'vergunning', CONSTRUCTION: 'begin van de bouw', OPENING: 'opening' },
  'reporting.Report.State': {
    DRAFT: 'concept', CONFIRMED: 'door alle gemeenten bevestigd', ADOPTED: 'vastgesteld',
    SUBMITTED: 'ingediend', AMENDED: 'vervangen door een nieuwere versie',
    DISCARDED: 'verworpen concept' },
  'reporting.Standing.Confirmation.State': {
    OPEN: 'niet bevestigd', CONFIRMED: 'bevestigd',
    CHANGED: 'bevestigd, maar de cijfers veranderden', REVOKED: 'ingetrokken' },
  'reporting.Finding.Level': {
    REFUSE: 'Staat vaststelling in de weg',
    FIX: 'Te herstellen of toe te lichten vóór indiening', EXPLAIN: 'Ter toelichting' },
  'reporting.FigureExplanation.Rule': {
    SUM: 'De delen samen', SHARE: 'Het eerste als aandeel van het tweede',
    FACT: 'Een vastgelegd feit' },
  'reporting.FigureDifference.Cause': {
    OPENED: 'geopend', CLOSED: 'gesloten of eerder dicht', EXTENDED: 'verlengd',
    POSTPONED: 'uitgesteld', ADVANCED: 'naar voren gehaald',
    RESIZED: 'meer of minder plekken', DECIDED: 'besloten', WITHDRAWN: 'ingetrokken',
    RECLASSIFIED: 'andere soort of groep', CORRECTED: 'hersteld', TRANSFERRED: 'uitruil',
    QUOTA_CHANGED: 'opgave veranderd', RULE_CHANGED: 'andere telregels of peildagen',
    BOUNDARY_CHANGED: 'andere gemeenten', BINDING_DATE_MOVED: 'andere bindende dag',
    HOUSED: 'gehuisvest', LATE_REGISTRATION: 'later geregistreerd',
    PLAN_CHANGED: 'plan veranderd', CARRIED_OVER: 'anders meegenomen',
    COUNTED_AGAIN: 'opnieuw geteld', SURPLUS_LEFT_OUT: 'overschot telt niet mee',
    DELIVERED: 'opgeleverd', UNEXPLAINED: 'niet verklaard', MOVED: 'verhuisd' },
  'reporting.Deadline.Item': {
    LOCATIONS: 'asiellocaties', UKRAINE: 'opvang van Oekraïense ontheemden',
    HOUSING: 'huisvesting van statushouders', EXPLANATION: 'toelichting',
    CONFIRMATION: 'bevestiging van de cijfers' },
  'reporting.Delivery.Standing': {
    OPEN: 'nog niet ontvangen', ON_TIME: 'op tijd', LATE: 'te laat ontvangen',
    OVERDUE: 'termijn voorbij, niet ontvangen' },
  'reporting.Shelter.Progress': {
    REALISED: 'gereed', IN_DEVELOPMENT: 'in ontwikkeling', OVER: 'gesloten of opgegeven' },
  'reporting.TransferRow.Counting': {
    NONE: 'nee', INTENDED: 'met voornemens', GUARANTEED: 'gegarandeerd' },
};

// The word of a value: 'STATE_DRAFT' of 'reporting.Report.State' is 'concept'. The name
// of the enum stands before the value; which is why the last words decide.
export function word(name, value) {
  const words = WORDS[name];
  if (!value || value.endsWith('_UNSPECIFIED')) return words.UNSPECIFIED ?? 'niet vermeld';
  return words[value.slice(prefixOf(name).length)] ?? value;
}

export const prefixOf = (name) =>
  `${name.split('.').at(-1).replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_`;

// Figures by their names, as the report calls them (services/reporting/figures).
export const METRICS = {
  'asylum.target_place_count': 'opgave asiel',
  'asylum.target_amv_count': 'opgave asiel, waarvan amv',
  'asylum.realised_place_count': 'gerealiseerd of te realiseren',
  'asylum.realised_amv_count': 'gerealiseerd of te realiseren, waarvan amv',
  'asylum.guaranteed_place_count': 'gegarandeerd',
  'asylum.guaranteed_amv_count': 'gegarandeerd, waarvan amv',
  'asylum.intended_place_count': 'met voornemens',
  'asylum.intended_amv_count': 'met voornemens, waarvan amv',
  'asylum.gross_shortfall_place_count': 'tekort bruto',
  'asylum.net_shortfall_place_count': 'tekort netto',
  'asylum.permanent_stock_place_count': 'vaste voorraad van COA',
  'asylum.transferred_place_count': 'uitruil, gegarandeerd',
  'asylum.intended_transferred_place_count': 'uitruil, voorgenomen',
  'asylum.durable_place_count': 'duurzame plekken, af te trekken',
  'asylum.remaining_place_count': 'nog te realiseren',
  'ukraine.target_place_count': 'opgave Oekraïne',
  'ukraine.realised_place_count': 'gerealiseerde plekken Oekraïne',
  'ukraine.in_development_place_count': 'plekken Oekraïne in ontwikkeling',
  'ukraine.private_person_count': 'personen in particuliere opvang',
  'ukraine.occupied_person_count': 'personen in gemeentelijke opvang',
  'status_holders.target_person_count': 'taakstelling statushouders',
  'status_holders.opening_person_count': 'meegenomen',
  'status_holders.net_target_person_count': 'taakstelling inclusief meegenomen',
  'status_holders.realised_person_count': 'gehuisvest',
  'status_holders.planned_person_count': 'gepland',
  'status_holders.expected_person_count': 'verwachte voor- of achterstand',
  'status_holders.waiting_person_count': 'gekoppeld en wachtend',
};

// What share of is invented, by name.
export const FIGURES = { target: 'opgave', guaranteed: 'gegarandeerd', realised: 'gerealiseerd' };

export const UNITS = { places: 'plekken', persons: 'personen', homes: 'woningen',
  locations: 'locaties', cases: 'gevallen', percent: 'procent' };

export const SERVICES = { quotas: 'de opgaven', locations: 'de locaties',
  housing: 'de huisvesting', reporting: 'de verslagen' };

export const VERBS = { created: 'gemaakt', confirmed: 'bevestigd', revoked: 'bevestiging ingetrokken',
  adopted: 'vastgesteld', submitted: 'ingediend', reopened: 'heropend',
  embargoed: 'embargo gezet', superseded: 'vervangen', discarded: 'verworpen' };

// Why a call is refused, and what to do; the services' own sentence follows.
export const REASONS = {
  REPORT_NOT_FOUND: 'Een verslag met die naam bestaat niet, of is nog niet voor u te zien.',
  REPORT_EXISTS: 'Een verslag met die naam bestaat al.',
  SOURCE_UNAVAILABLE: 'Een bron antwoordt niet; er is niets opgeslagen. Probeer het zo opnieuw.',
  CYCLE_UNKNOWN: 'Die cyclus was toen nog niet vastgelegd.',
  VERSION_SUPERSEDED: 'Er is al een nieuwere versie; werk daarmee verder.',
  STEP_IMPOSSIBLE: 'Die stap kan nu niet.',
  FOUR_EYES_MISSING: 'Wie het verslag maakte, stelt het niet zelf vast en dient het niet zelf in: laat een ander dit doen, die zich bewijst.',
  FINDING_NOT_FOUND: 'Die bevinding is er niet meer; lees de lijst opnieuw.',
  FIGURE_NOT_FOUND: 'Dat cijfer staat niet in dit verslag.',
  EDITION_NOT_ALLOWED: 'U mag alleen de openbare uitgave zien.',
  PDF_UNAVAILABLE: 'Deze dienst maakt geen PDF; druk de pagina af met uw browser.',
  SUBSCRIPTION_NOT_FOUND: 'Dat abonnement is er niet, of is niet van uw organisatie.',
  SUBSCRIPTION_ENDED: 'Dat abonnement is al beëindigd.',
  ADDRESS_NOT_ALLOWED: 'Naar dat adres stuurt deze installatie geen berichten; vraag de beheerder.',
  SUBSCRIPTIONS_TOO_MANY: 'Uw organisatie heeft al tien abonnementen; beëindig er eerst een.',
  SOURCE_CHANGED: 'Een bron is niet meer die van het vorige verslag: zij is teruggezet naar een eerder moment, of vervangen.',
  FIELD_INVALID: 'Wat u invulde, bevat fouten.',
  ETAG_STALE: 'Intussen is het gewijzigd; lees het opnieuw.',
  REQUEST_ID_REUSED: 'Dit verzoeknummer is al gebruikt voor iets anders.',
  PAGE_TOKEN_INVALID: 'Het bladeren is onderbroken; begin opnieuw.',
  REVISION_AHEAD: 'Die stand bestaat nog niet.',
  CALLER_UNKNOWN: 'De dienst kent uw organisatie niet.',
  SESSION_ENDED: 'Uw sessie is voorbij; meld u opnieuw aan.',
  ACTOR_CLAIM_INVALID: 'Uw aanmelding bewijst niet wie u bent; meld u opnieuw aan.',
  METHOD_NOT_ALLOWED: 'Uw rol mag dit niet.',
  OUT_OF_SCOPE: 'Dit valt buiten het gebied van uw organisatie.',
  SERVICE_BUSY: 'De dienst is te druk; probeer het zo opnieuw.',
};

// Of these the sentence of the service says what is in the way.
export const EXPLAINED = ['STEP_IMPOSSIBLE', 'VERSION_SUPERSEDED', 'SOURCE_UNAVAILABLE'];

export const STATUSES = {
  0: 'De dienst is niet te bereiken. Is de verbinding er nog?',
  400: 'De vraag klopt niet.', 401: 'Meld u aan: de dienst weet niet wie u bent.',
  403: 'Uw organisatie mag dit niet.', 404: 'Dat bestaat niet.',
  409: 'Dat kan nu niet.', 429: 'Het is te druk; probeer het zo opnieuw.',
  500: 'In de dienst ging iets mis; meld dit aan de beheerder.',
  501: 'Deze dienst kan dat (nog) niet.', 503: 'De dienst antwoordt niet; probeer het zo opnieuw.',
  504: 'De dienst antwoordde niet op tijd; probeer het opnieuw.',
};
