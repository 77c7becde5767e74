/** Names of organisations and people in several scripts, with the characters that break careless clients. */
import type { Random } from '../rows/random';

interface Script {
  readonly weight: number;
  readonly stems: readonly string[];
  readonly trades: readonly string[];
  readonly endings: readonly string[];
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

const latin: Script = {
  weight: 60,
  stems: words(
    'Contoso Fabrikam Northwind Litware Proseware Tailspin Woodgrove Coho Lamna Wingtip Birch Cedar Maple Sunset Pacific Redwood Harbor Summit Prairie Orchid',
  ),
  trades: words(
    'Wholesale Retail Traders Electronics Audio Foods Logistics Toys Textiles Hardware Media Systems',
  ),
  endings: ['Inc.', 'Ltd', 'LLC', 'Corp.', '& Co.', ''],
  firstNames: words(
    'Anna Ben Carol David Emma Frank Grace Henry Iris Jack Karen Liam Mary Noah Olivia Peter',
  ),
  lastNames: [
    "O'Brien",
    "D'Angelo",
    ...words('Smith Jones Taylor Brown Walker Clark Young King Wright Hill Baker'),
  ],
};

const accented: Script = {
  weight: 14,
  stems: [
    'Café',
    'Ångström',
    'Señor',
    'Crème',
    'São',
    'Łódź',
    'Čapek',
    'Øresund',
    'Île',
    'Zürich',
    'Résumé',
    'Núñez',
  ],
  trades: ['Hôtel', 'Épicerie', 'Compañía', 'Pâtisserie', 'Møbler', 'Żywność', 'Fromagerie', 'Büro'],
  endings: ['S.A.', 'SARL', 'A/S', 'Sp. z o.o.', 'AB', 'Lda.'],
  firstNames: ['José', 'François', 'Zoë', 'Åsa', 'Søren', 'Łukasz', 'Chloé', 'Iñaki', 'Jiří', 'Réne'],
  lastNames: ['Müller', 'Núñez', 'Lefèvre', 'Ångström', 'Dvořák', 'Gonçalves', 'Çelik', 'Ørsted'],
};

const sharpS: Script = {
  weight: 6,
  stems: ['Weiß', 'Großmann', 'Strauß', 'Preuß', 'Voß', 'Heß'],
  trades: ['Straßenbau', 'Fußboden', 'Großhandel', 'Maßmöbel', 'Süßwaren'],
  endings: ['GmbH', 'AG', 'KG', 'GmbH & Co. KG', 'e.K.'],
  firstNames: ['Jürgen', 'Käthe', 'Günther', 'Björn'],
  lastNames: ['Weiß', 'Groß', 'Strauß', 'Voß'],
};

const greek: Script = {
  weight: 3,
  stems: ['Όλυμπος', 'Αθηνά', 'Ποσειδών', 'Ήλιος', 'ΟΔΥΣΣΕΥΣ'],
  trades: ['Εμπορική', 'Τρόφιμα', 'Υφάσματα', 'Ναυτιλία'],
  endings: ['Α.Ε.', 'Ο.Ε.', 'ΕΠΕ'],
  firstNames: ['Γιώργος', 'Ελένη', 'Νίκος', 'Μαρία'],
  lastNames: ['Παπαδόπουλος', 'Οικονόμου', 'Γεωργίου'],
};

const cyrillic: Script = {
  weight: 5,
  stems: ['Восток', 'Ёлка', 'Берёза', 'Заря', 'Київ', 'Ґазда', 'Победа'],
  trades: ['Торг', 'Продукты', 'Мебель', 'Электроника', 'Їжа'],
  endings: ['ООО', 'АО', 'ТОВ', ''],
  firstNames: ['Иван', 'Мария', 'Пётр', 'Олена', 'Юрий'],
  lastNames: ['Иванов', 'Кузнецова', 'Шевченко', 'Щербак'],
};

const chinese: Script = {
  weight: 3,
  stems: ['东方', '长城', '华夏', '金龙', '𠮷祥'],
  trades: ['贸易', '电子', '食品', '物流'],
  endings: ['有限公司', '股份有限公司', '集团'],
  firstNames: ['伟', '芳', '秀英', '敏'],
  lastNames: ['王', '李', '张', '陈'],
};

const japanese: Script = {
  weight: 3,
  stems: ['さくら', 'フジ', '山田', 'ミツバ', 'ｶﾌｪ'],
  trades: ['商事', '電機', 'フーズ', '運輸'],
  endings: ['株式会社', '有限会社', '(株)'],
  firstNames: ['太郎', '花子', 'ひろし', 'アキラ'],
  lastNames: ['田中', '佐藤', '鈴木', '髙橋'],
};

const arabic: Script = {
  weight: 3,
  stems: ['النور', 'الشرق', 'الواحة', 'النخيل'],
  trades: ['للتجارة', 'للأغذية', 'للإلكترونيات'],
  endings: ['ش.م.م', 'المحدودة', ''],
  firstNames: ['محمد', 'فاطمة', 'يوسف', 'ليلى'],
  lastNames: ['الخطيب', 'حداد', 'منصور'],
};

const hebrew: Script = {
  weight: 3,
  stems: ['הגליל', 'ארז', 'כרמל', 'שחר'],
  trades: ['סחר', 'מזון', 'אלקטרוניקה'],
  endings: ['בע"מ', "ושות'", ''],
  firstNames: ['דוד', 'שרה', 'יוסי', 'נועה'],
  lastNames: ['כהן', 'לוי', 'מזרחי'],
};

const SCRIPTS = [latin, accented, sharpS, greek, cyrillic, chinese, japanese, arabic, hebrew];
const TURNS: readonly Script[] = SCRIPTS.flatMap((script) => Array<Script>(script.weight).fill(script));

/** Each of these has broken a client: quotes, reserved URL characters, wildcards, surrogate pairs, blanks at the ends. */
const TWISTS: readonly ((name: string) => string)[] = [
  (name) => `${name} & Sons`,
  (name) => `O'${name}`,
  (name) => `"${name}"`,
  (name) => `${name} *Premium*`,
  (name) => `100% ${name}`,
  (name) => name.replaceAll(' ', '_'),
  (name) => `${name} #1 + more?`,
  (name) => `${name} 🚀`,
  (name) => `${name} \\ ${name.slice(0, 3)}/Depot`,
  (name) => `[${name}]; DROP--`,
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
];

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

/** The name of an organisation. One in ten has a twist, one in three hundred blanks at its ends. */
export function organisationName(random: Random): string {
  const script = random.pick(TURNS);
  const parts = [random.pick(script.stems), random.pick(script.trades), random.pick(script.endings)];
  const plain = parts.filter((part) => part !== '').join(' ');
  const name = random.chance(0.1) ? random.pick(TWISTS)(plain) : plain;
  if (!random.chance(1 / 300)) return name;
  return random.chance(0.5) ? ` ${name}` : `${name} `;
}

export function personName(random: Random): PersonName {
  const script = random.pick(TURNS);
  return { first: random.pick(script.firstNames), last: random.pick(script.lastNames) };
}

function words(text: string): string[] {
  return text.split(' ');
}
